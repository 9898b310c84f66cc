"""What the law says about a record: events in, findings out. `domain` is pure."""
