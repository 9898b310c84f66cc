"""Keys of the service: signing (ES256) and keyed digests. Knows nothing of what is signed or why."""
