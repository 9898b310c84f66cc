"""A decision to list that was made elsewhere, as its source states it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Decree:
    """One row of an external list.

    rule: the rule under which the authority listed, which gives the term. decided_on: the day of
    the decision. published_on: the day it was published, where the term counts from there.
    """

    source: str
    source_ref: str
    uscc: str | None
    other_id: str | None
    name: str
    list: str
    rule: str
    decided_on: date
    published_on: date | None
    document_no: str
    authority: str
    region: str | None
    reason: str

    def canonical(self) -> dict[str, Any]:
        """The row as JSON holds it; what is absent stays absent."""
        stated = {each.name: getattr(self, each.name) for each in fields(self)}
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in stated.items()
            if value is not None
        }

    @classmethod
    def of_canonical(cls, content: Mapping[str, Any]) -> "Decree":
        """The row that `canonical` wrote."""
        stated = {each.name: content.get(each.name) for each in fields(cls)}
        for name in ("decided_on", "published_on"):
            if stated[name] is not None:
                stated[name] = date.fromisoformat(str(stated[name]))
        return cls(**stated)  # type: ignore[arg-type] # the keys are the fields, read back as written
