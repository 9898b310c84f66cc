"""The office that the tests of this room work in."""

from due_process import office

__all__ = ["office"]
