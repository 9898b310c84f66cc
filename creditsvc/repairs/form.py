"""An application as JSON values and back. Pure; this is also the form in which it is stored."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from creditsvc.proceedings.domain import Document
from creditsvc.proceedings.form import service_of
from creditsvc.repairs.domain import Answer, Effect, Questioned, Repair, Stage

State = Mapping[str, Any]


def plain(repair: Repair) -> dict[str, Any]:
    """The application as JSON values, which is also how it is stored."""
    return {key: _plain(value) for key, value in asdict(repair).items()}


def repair_of(state: State) -> Repair:
    """The application that `plain` wrote, or wrote before it knew of records."""
    return Repair(
        id=UUID(state["id"]),
        version=state["version"],
        enterprise_id=UUID(state["enterprise_id"]),
        listing_id=_key(state["listing_id"]),
        event_id=_key(state.get("event_id")),
        person_entry_id=_key(state.get("person_entry_id")),
        effect=Effect(state.get("effect", Effect.REMOVAL)),
        stage=Stage(state["stage"]),
        received_on=date.fromisoformat(state["received_on"]),
        application=document_of(state["application"]),
        proofs={name: document_of(each) for name, each in state["proofs"].items()},
        received_by=state["received_by"],
        gaps=_answer(state.get("gaps")),
        acceptance=_answer(state["acceptance"]),
        extension=_answer(state["extension"]),
        outcome=_answer(state["outcome"]),
        questioned=_questioned(state.get("questioned")),
        revocation=_answer(state.get("revocation")),
    )


def _key(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, UUID | date):
        return str(value)
    return value.value if isinstance(value, Stage | Effect) else value


def document_of(state: State) -> Document:
    """The paper that `plain` wrote."""
    return Document(
        number=state["number"], day=date.fromisoformat(state["day"]), digest=state["digest"]
    )


def _answer(state: State | None) -> Answer | None:
    if state is None:
        return None
    return Answer(
        document=document_of(state["document"]),
        by=state["by"],
        reasons=state["reasons"],
        judged=state["judged"],
        obstacles=tuple(state["obstacles"]),
    )


def _questioned(state: State | None) -> Questioned | None:
    notice = _answer(state["notice"]) if state is not None else None
    if state is None or notice is None:
        return None
    return Questioned(
        notice=notice,
        service=service_of(state["service"]),
        reply_until=date.fromisoformat(state["reply_until"]),
        provisional=state["provisional"],
    )
