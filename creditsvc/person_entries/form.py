"""An entry of a person as JSON values and back. Pure; this is also the form in which it is stored."""

from dataclasses import asdict
from typing import Any

from creditsvc.person_entries.domain import PersonEntry
from creditsvc.proceedings.form import json_of, value_of


def stored(one: PersonEntry) -> dict[str, Any]:
    """The entry as JSON values, which is also how it is shown."""
    return {key: json_of(value) for key, value in asdict(one).items()}


def entry_of(state: Any) -> PersonEntry:
    """The entry that `stored` wrote."""
    made: PersonEntry = value_of(PersonEntry, state)
    return made
