"""The parts of a running service, handed to views by type. Built once by `app`; nothing here builds."""

from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from flask import current_app

from creditsvc.db.work import Work
from creditsvc.kernel.clock import Clock
from creditsvc.settings import Settings

T = TypeVar("T")
EXTENSION = "creditsvc"


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    """Settings, clock and units of work; `part(Calendar)` gives what an upper room put in."""

    settings: Settings
    clock: Clock
    work: Work
    parts: dict[type, Any] = field(default_factory=dict)

    def part(self, kind: type[T]) -> T:
        """The one *kind* of this service; KeyError if `app` did not build it."""
        return cast("T", self.parts[kind])


def runtime() -> Runtime:
    """The runtime of the application that answers this request."""
    return cast("Runtime", current_app.extensions[EXTENSION])
