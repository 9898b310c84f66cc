"""Pure words every room shares: days, spans, codes, money, callers, refusals. No input or output."""
