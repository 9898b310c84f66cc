"""The database room: engine, the act (unit of work), column types and the outbox. No rule of law."""
