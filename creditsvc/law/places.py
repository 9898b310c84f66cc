"""Where in a rulebook something stands, and the refusal that points there."""

from dataclasses import dataclass

from creditsvc.kernel.refusals import Invalid


class RulebookError(Invalid):
    """The rulebook says something it may not say; *file* and *line* tell where, the text what to do."""

    kind = "rulebook-error"

    def __init__(self, file: str, line: int, zh: str, en: str) -> None:
        super().__init__(
            f"{file}:{line}：{zh}", f"{file}:{line}: {en}", field=f"{file}:{line}", line=line
        )
        self.file = file
        self.line = line


@dataclass(frozen=True, slots=True)
class Place:
    """A file and a line in it, counted from 1."""

    file: str
    line: int

    def error(self, zh: str, en: str) -> RulebookError:
        """The refusal that points here."""
        return RulebookError(self.file, self.line, zh, en)
