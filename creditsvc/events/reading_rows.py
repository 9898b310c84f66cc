"""What comes out of a file: a row as it stands there, a row nobody can read, or a refused file."""

from dataclasses import dataclass

from creditsvc.kernel.refusals import Unprocessable

LONGEST = 1024 * 1024  # bytes in one line; a longer one is no event, and would fill the memory


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRow:
    """One row, not yet judged. *line* counts from 1; a field without a value is not in *values*."""

    line: int
    values: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """One row that cannot be read. The rows after it can. *field* is None where no one field is at fault."""

    line: int
    field: str | None
    reason: str


Row = RawRow | BadRow


class Unreadable(Unprocessable):
    """The file as a whole cannot be read. ``facts['line']`` is the line at fault, counted from 1."""

    kind = "unreadable-file"

    def __init__(self, zh: str, en: str, *, line: int = 1, field: str | None = None) -> None:
        super().__init__(f"第 {line} 行：{zh}", f"line {line}: {en}", field=field, line=line)
        self.line = line


def overlong(line: int) -> BadRow:
    """The row for a line past the limit."""
    return BadRow(
        line=line,
        field=None,
        reason=f"一行超过 {LONGEST} 字节 / the line is longer than {LONGEST} bytes",
    )
