"""What every HTTP view shares: problems (RFC 9457), the guard, ETags, the runtime. No rule of law."""
