"""What one event says: the value that is recorded, compared and digested. Pure, and already checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from creditsvc.kernel.canonical import digest
from creditsvc.law.domain import LaterFacts

Status = Literal["effective", "suspended", "revoked"]
STATUSES: tuple[Status, ...] = ("effective", "suspended", "revoked")

_NO_FACTS: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class EventContent:
    """An event as its source states it. None, and a fact that is absent, mean unknown.

    *penalised_on* None: not penalised. *facts* are in one form whichever way they came: counts are
    int, money is Decimal yuan with two decimals, other figures Decimal, days date, codes text,
    lists of codes a sorted tuple. *later_facts*: one entry a day, oldest first. *uscc* is in capitals and may be wrong where a file said so:
    `Parsed.code_problem` tells.
    """

    source: str
    source_ref: str
    uscc: str | None = None
    other_id: str | None = None
    name: str
    kind: str
    occurred_on: date
    penalised_on: date | None = None
    document_no: str | None = None
    authority: str | None = None
    authority_uscc: str | None = None
    region: str | None = None
    sector: str | None = None
    facts: Mapping[str, object] = field(default_factory=lambda: _NO_FACTS)
    later_facts: tuple[LaterFacts, ...] = ()
    status: Status = "effective"
    summary: str | None = None

    def canonical(self) -> dict[str, object]:
        """The event as JSON holds it; what is absent stays absent. `parse` reads it back unchanged."""
        stated = {name: getattr(self, name) for name in PLAIN_FIELDS}
        found = {name: _plain(value) for name, value in stated.items() if value is not None}
        if self.facts:
            found["facts"] = _plain_facts(self.facts)
        if self.later_facts:
            found["later_facts"] = [
                {"from": later.from_.isoformat(), "facts": _plain_facts(later.facts)}
                for later in self.later_facts
            ]
        return found

    def digest(self) -> str:
        """SHA-256 over all that the event says: equal for equal content, however it was written."""
        return digest(self.canonical())


PLAIN_FIELDS = (
    "source",
    "source_ref",
    "uscc",
    "other_id",
    "name",
    "kind",
    "occurred_on",
    "penalised_on",
    "document_no",
    "authority",
    "authority_uscc",
    "region",
    "sector",
    "status",
    "summary",
)
FIELDS = (*PLAIN_FIELDS, "facts", "later_facts")


def _plain_facts(facts: Mapping[str, object]) -> dict[str, object]:
    return {name: _plain(value) for name, value in sorted(facts.items())}


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return list(value) if isinstance(value, tuple) else value
