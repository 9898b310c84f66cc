"""Pure words every room shares: days, spans, codes, money, callers, refusals. No database, no web."""
