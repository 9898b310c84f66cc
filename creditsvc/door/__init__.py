"""The enterprise's own door: case number and access code open one matter, and nothing beside it. No account."""
