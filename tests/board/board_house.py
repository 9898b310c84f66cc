"""What the board of an office's register shows."""

from dataclasses import dataclass

from creditsvc.board import service
from creditsvc.board.domain import OPEN, Wanted
from creditsvc.kernel.periods import Calendar


@dataclass
class Shown:
    """The board of the office's register, read anew each time."""

    office: object

    def rows(self, kind=None, *, states=OPEN, calendar=None, **wanted):
        """The rows, due first."""
        return self.whole(kind, states=states, calendar=calendar, **wanted).rows

    def whole(self, kind=None, *, states=OPEN, calendar=None, **wanted):
        """The board with what it says of itself."""
        runtime, law = self.office.runtime, self.office.law
        asked = Wanted(kind=kind, states=states, **wanted)
        counted = calendar or runtime.part(Calendar)
        with runtime.work.read() as session:
            return service.board(session, law, counted, self.office.clock.now(), asked)

    def told(self, kind=None, **wanted):
        """Of each row: key of the period, due day, state."""
        return [
            (form["key"], form["due"], form["state"])
            for form in (row.form() for row in self.rows(kind, **wanted))
        ]
