"""What a rulebook says is kept in the law it becomes: no text, figure, day or mark is read and dropped."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, timedelta

import pytest
from lawbooks import LAW, SHIPPED

from creditsvc.law.loader import files_of
from creditsvc.law.parsing import parse
from creditsvc.law.places import Place

SECTIONS = {
    "kinds.yaml": LAW.kinds,
    "lists.yaml": LAW.lists,
    "records.yaml": (LAW.classes, LAW.schemes),
    "instruments/": (LAW.instruments, LAW.rules, LAW.displays, LAW.displays_off),
    "tiers/": LAW.schemes,
    "supervision.yaml": LAW.duties,
    "procedures.yaml": LAW.procedures,
    "publication.yaml": LAW.publications,
    "two_dates.yaml": LAW.two_dates,
    "base_list.yaml": LAW.measures,
    "measures.yaml": LAW.measures,
}

# Words whose values name something else that is kept in their place, or are kept as what they do.
NAMES = {
    "kinds.yaml": {"graded_by", "counted_by"},
    "records.yaml": {"kinds"},
    "instruments/": {
        "kind",
        "requires",
        "by",
        "grants",
    },  # the conditions of a grant are kept as what they do
    "tiers/": {"kind", "at_least"},
    "supervision.yaml": {"tiers", "lists"},
    "base_list.yaml": {"class", "zh", "en"},
    "measures.yaml": {"text", "subject", "field", "executor", "verb", "entry", "texts"},
}


def written(entry, path=()):
    """Each value in *entry* but yes and no, with the words that lead to it."""
    if isinstance(entry.value, dict):
        for word, inner in entry.value.items():
            yield from written(inner, (*path, word))
    elif isinstance(entry.value, list):
        for inner in entry.value:
            yield from written(inner, path)
    elif not isinstance(entry.value, bool):
        # The last day of a span is kept as the day after it.
        until = path[-1] == "to" and isinstance(entry.value, date)
        yield path, str(entry.value + timedelta(days=1) if until else entry.value)


def kept(value, seen):
    """Each value that stands in *value*, whatever it is made of; what is shared, once."""
    if isinstance(value, Place) or id(value) in seen:
        return
    if is_dataclass(value):
        seen[id(value)] = value
        for each in fields(value):
            yield from kept(getattr(value, each.name), seen)
    elif isinstance(value, Mapping):
        seen[id(value)] = value
        for word, inner in value.items():
            yield from (str(word), *kept(inner, seen))
    elif isinstance(value, list | tuple | set | frozenset):
        for inner in value:
            yield from kept(inner, seen)
    else:
        yield str(value)


@pytest.mark.parametrize("section", SECTIONS)
def test_what_is_written_is_kept(section):
    files = {name: text for name, text in files_of(SHIPPED).items() if name.startswith(section)}
    found = [each for name, text in files.items() for each in written(parse(text, name))]
    names = NAMES.get(section, set())
    said = [(path, value) for path, value in found if names.isdisjoint(path)]
    wanted, have = Counter(value for _, value in said), Counter(kept(SECTIONS[section], {}))
    assert said
    assert [(path, value) for path, value in said if have[value] < wanted[value]] == []
