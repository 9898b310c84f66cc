"""The fictional county: a chronicle in a file, acted out by its people through the services.

Every enterprise carries a code that begins with 91999999, a region nobody was ever given. Days are
those of the chronicle; a few are counted back from the day of filling, so that what should run out
soon does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from ruamel.yaml import YAML

from creditsvc.cli.demo_people import AUTHORITY, Crew
from creditsvc.events.content import EventContent
from creditsvc.events.import_rows import WordsNow, doubt_of
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.clock import day_begins
from creditsvc.kernel.periods import add_months
from creditsvc.kernel.uscc import check_sign

FORENOON = timedelta(hours=9)
PAUSE = timedelta(minutes=1)
BEGINNING = day_begins(date(2000, 1, 1))
Given = Mapping[str, Any]


class ChronicleError(ValueError):
    """A step of the chronicle that cannot be meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """An enterprise of the county. *example*: under what words it is shown; *shows*: its answer."""

    uscc: str
    name: str
    example: str | None
    shows: Mapping[str, Any]
    showed: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One act of one person in the story of one enterprise."""

    resident: Resident
    day: Any
    by: str
    verb: str
    given: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Chronicle:
    """The file as read: residents, and their steps, those on dates apart from those counted back."""

    residents: tuple[Resident, ...]
    steps: tuple[Step, ...]

    @classmethod
    def read(cls, path: Path) -> "Chronicle":
        """The chronicle in the YAML file at *path*."""
        stories = YAML(typ="safe").load(path.read_text(encoding="utf-8"))["stories"]
        told = [(_resident(number, one), one) for number, one in enumerate(stories.values(), 1)]
        return cls(
            residents=tuple(resident for resident, _ in told),
            steps=tuple(_step(resident, step) for resident, one in told for step in one["steps"]),
        )


@dataclass(slots=True, kw_only=True)
class County:
    """The chronicle while it is acted out: what was made under which name, and the hour."""

    crew: Crew
    today: date
    now: datetime = BEGINNING
    events: dict[str, UUID] = field(default_factory=dict)
    cases: dict[str, UUID] = field(default_factory=dict)
    listings: dict[str, UUID] = field(default_factory=dict)
    repairs: dict[str, UUID] = field(default_factory=dict)
    honours: dict[str, UUID] = field(default_factory=dict)
    objections: dict[str, UUID] = field(default_factory=dict)
    papers: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)

    @property
    def laws(self) -> Laws:
        """The rulebooks of the register."""
        return self.crew.runtime.part(Laws)

    def next_hour(self, day: date) -> datetime:
        """When the next step happens: in the forenoon of *day*, after the step before it."""
        self.now = max(day_begins(day) + FORENOON, self.now + PAUSE)
        return self.now

    def day(self, stated: Any) -> date:
        """A day as stated, or so many months and days from the day of filling."""
        if isinstance(stated, Mapping):
            return add_months(self.today, stated.get("months", 0)) + timedelta(
                days=stated.get("days", 0)
            )
        if not isinstance(stated, date):
            raise ChronicleError(f"{stated!r} is no day")
        return stated

    def days(self, given: Given, *names: str) -> dict[str, Any]:
        """*given* with the days under *names* told."""
        return {name: self.day(v) if name in names else v for name, v in given.items()}

    def paper(self, kind: str, name: str, day: str) -> str:
        """The number of the paper *name*: they count up by kind and year, as a registry's do."""
        names = self.papers.setdefault((kind, day[:4]), {})
        number = names.setdefault(name, len(names) + 1)
        return f"（虚构）应急{kind}〔{day[:4]}〕{number}号"

    def content(
        self, resident: Resident, given: Given
    ) -> tuple[EventContent, tuple[str, str] | None]:
        """The event that a step states, and why its enterprise may be in doubt."""
        raw = self.days(given, "occurred_on", "penalised_on")
        raw |= {name: day.isoformat() for name, day in raw.items() if isinstance(day, date)}
        raw = {"source": AUTHORITY, "source_ref": raw.pop("id"), "authority": AUTHORITY, **raw}
        if "penalised_on" in raw:
            raw.setdefault("document_no", self.paper("罚", raw["source_ref"], raw["penalised_on"]))
        if "name" not in raw:
            raw |= {"uscc": resident.uscc, "name": resident.name}
        words = self.crew.runtime.part(WordsNow).read()
        parsed = words.parse(raw, strict_code=False, today=self.today)
        return parsed.content, doubt_of(parsed)


def _resident(number: int, story: Given) -> Resident:
    return Resident(
        uscc=fictional_code(number),
        name=story["name"],
        example=story.get("example"),
        shows=story.get("shows", {}),
        showed=story.get("showed", {}),
    )


def _step(resident: Resident, step: Given) -> Step:
    (verb,) = set(step) - {"day", "by"}
    return Step(resident=resident, day=step["day"], by=step["by"], verb=verb, given=step[verb])


def fictional_code(number: int) -> str:
    """The *number*-th fictional code, with its check sign."""
    body = f"91999999{number:09d}"
    return body + check_sign(body)


def examples(chronicle: Chronicle) -> Iterator[tuple[str, str]]:
    """What each shown enterprise is an example of, with its code."""
    for one in chronicle.residents:
        if one.example is not None:
            yield one.example, one.uscc
