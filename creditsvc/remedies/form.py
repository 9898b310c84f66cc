"""Objections and suits as JSON values and back. Pure; a suit is also stored in this form."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from creditsvc.kernel.clock import instant_text
from creditsvc.proceedings.domain import Document
from creditsvc.remedies.domain import Objection, Stage, Subject
from creditsvc.remedies.suits import Instance, Outcome, Paper, Suit, SuitStage

State = Mapping[str, Any]


def objection_form(one: Objection) -> dict[str, Any]:
    """An objection as it stands; `listing` is null where something else is contested."""
    shown: dict[str, Any] = _plain(asdict(one))
    del shown["closed_as"]
    listing = str(one.subject.id) if one.subject.kind == "listing" else None
    return {**shown, "version": one.version, "stage": one.stage.value, "listing": listing}


def suit_form(suit: Suit) -> dict[str, Any]:
    """A suit as it stands; `needs_new_case`: the entry that fell returns by a case of its own only."""
    last = suit.now.outcome
    overturned = last is not None and last.outcome == "maintained" and suit.annulled_before
    needs = overturned and suit.subject.kind == "listing"
    return {**plain(suit), "suspended": suit.suspended, "needs_new_case": needs}


def plain(suit: Suit) -> dict[str, Any]:
    """The suit as JSON values, which is also how it is stored."""
    found: dict[str, Any] = _plain(asdict(suit))
    return found


def suit_of(state: State) -> Suit:
    """The suit that `plain` wrote."""
    return Suit(
        id=UUID(state["id"]),
        version=state["version"],
        kind=state["kind"],
        enterprise_id=UUID(state["enterprise_id"]),
        subject=Subject(kind=state["subject"]["kind"], id=UUID(state["subject"]["id"])),
        stage=SuitStage(state["stage"]),
        limit=date.fromisoformat(state["limit"]) if state["limit"] else None,
        late=state["late"],
        instances=tuple(_instance(each) for each in state["instances"]),
    )


def document_of(state: State) -> Document:
    """A paper read back."""
    day = date.fromisoformat(state["day"])
    return Document(number=state["number"], day=day, digest=state["digest"])


def document_form(document: Document) -> dict[str, Any]:
    """A paper as JSON values."""
    found: dict[str, Any] = _plain(asdict(document))
    return found


def _instance(state: State) -> Instance:
    papers = ("acceptance", "suspension", "resumption")
    return Instance(
        level=state["level"],
        body=state["body"],
        number=state["number"],
        filed_on=date.fromisoformat(state["filed_on"]),
        document=document_of(state["document"]),
        filed_by=state["filed_by"],
        **{name: _paper(state[name]) for name in papers},
        outcome=_outcome(state["outcome"]),
    )


def _paper(state: State | None) -> Paper | None:
    if state is None:
        return None
    return Paper(document=document_of(state["document"]), by=state["by"])


def _outcome(state: State | None) -> Outcome | None:
    if state is None:
        return None
    return Outcome(
        outcome=state["outcome"],
        effective_on=date.fromisoformat(state["effective_on"]),
        document=document_of(state["document"]),
        by=state["by"],
        entry_stands=state["entry_stands"],
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, UUID | date):
        return str(value)
    return value.value if isinstance(value, Stage | SuitStage) else value
