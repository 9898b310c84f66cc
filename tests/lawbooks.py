"""Rulebooks for tests: the one that ships, and copies of it with one thing changed."""

import shutil
from datetime import date
from pathlib import Path

from creditsvc.law.domain import Event
from creditsvc.law.evaluate import evaluate
from creditsvc.law.loader import load

SHIPPED = Path(__file__).parents[1] / "config" / "law"
LAW = load(SHIPPED)
ORDER11 = "instruments/order11.yaml"
SMALL = "{event: {kind: ws.rescue_failure}}\n    subject: person"


def day(text):
    return date.fromisoformat(text)


def event(ref, kind, occurred, penalised=None, **facts):
    """An event; the words status, sector and region are not facts."""
    own = {key: facts.pop(key) for key in ("status", "sector", "region") if key in facts}
    return Event(
        ref=ref,
        kind=kind,
        occurred_on=day(occurred),
        penalised_on=day(penalised) if penalised else None,
        facts=facts,
        **own,
    )


def found(events, on, law=LAW):
    """The evaluation's findings by rule id."""
    return {each.rule: each for each in evaluate(law, events, day(on)).findings}


def missing(events, on, law=LAW):
    """What is missing, by rule id."""
    return {each.rule: set(each.missing) for each in evaluate(law, events, day(on)).undetermined}


def changed(folder, file, old, new):
    """A copy of the shipped rulebook in *folder* where *old* (which must stand there) reads *new*."""
    book = folder / "law"
    if not book.exists():
        shutil.copytree(SHIPPED, book)
    path = book / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} does not stand in {file}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return book


def line_of(book, file, text):
    """The line in *file* on which *text* first stands."""
    lines = (book / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def asking(folder, condition):
    """The shipped law whose WS11-6-5 asks for *condition*, of enterprises."""
    return load(changed(folder, ORDER11, SMALL, condition))


def accident(ref, day, **facts):
    return event(ref, "ws.accident", day, "2025-06-01", sector="chemical", **facts)


def verdict(law, events, on="2025-12-31"):
    """True, False, or the set of what is missing."""
    if "WS11-6-5" in found(events, on, law):
        return True
    return missing(events, on, law).get("WS11-6-5", False)
