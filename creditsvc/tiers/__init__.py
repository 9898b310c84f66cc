"""The standing of an enterprise on a day, from lists and records. `domain` is pure."""
