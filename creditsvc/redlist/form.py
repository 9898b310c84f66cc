"""Applications and cases about losses as JSON values and back. Pure; also the form they are stored in."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID

from creditsvc.proceedings.domain import Document
from creditsvc.proceedings.form import service_of
from creditsvc.redlist.application import (
    Announcement,
    Application,
    Objection,
    Outcome,
    Passed,
    Stage,
)
from creditsvc.redlist.losing import Loss, LossStage

State = Mapping[str, Any]


def plain(one: Application | Loss) -> dict[str, Any]:
    """It as JSON values, which is also how it is stored."""
    return {key: _plain(value) for key, value in asdict(one).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, UUID | date):
        return str(value)
    return value.value if isinstance(value, Enum) else value


def application_of(state: State) -> Application:
    """The application that `plain` wrote."""
    return Application(
        id=UUID(state["id"]),
        version=state["version"],
        enterprise_id=UUID(state["enterprise_id"]),
        rule=state["rule"],
        list=state["list"],
        stage=Stage(state["stage"]),
        received_on=date.fromisoformat(state["received_on"]),
        document=_document(state["document"]),
        proofs={name: _document(each) for name, each in state["proofs"].items()},
        received_by=state["received_by"],
        passed=tuple(_passed(each) for each in state["passed"]),
        announcement=_announcement(state["announcement"]) if state["announcement"] else None,
        objections=tuple(_objection(each) for each in state["objections"]),
        outcome=_outcome(state["outcome"]),
    )


def loss_of(state: State) -> Loss:
    """The case that `plain` wrote."""
    reply = state["reply"]
    return Loss(
        id=UUID(state["id"]),
        version=state["version"],
        enterprise_id=UUID(state["enterprise_id"]),
        listing_id=UUID(state["listing_id"]),
        stage=LossStage(state["stage"]),
        ground=state["ground"],
        article=state["article"],
        facts=state["facts"],
        document=_document(state["document"]),
        service=service_of(state["service"]),
        reply_until=date.fromisoformat(state["reply_until"]),
        provisional=state["provisional"],
        handled_by=state["handled_by"],
        reply=_document(reply) if reply else None,
        replied_by=state["replied_by"],
        outcome=_outcome(state["outcome"]),
    )


def _document(state: State) -> Document:
    return Document(
        number=state["number"], day=date.fromisoformat(state["day"]), digest=state["digest"]
    )


def _passed(state: State) -> Passed:
    return Passed(**{**state, "document": _document(state["document"])})


def _announcement(state: State) -> Announcement:
    days = {"document": _document(state["document"]), "until": date.fromisoformat(state["until"])}
    return Announcement(**{**state, **days})


def _objection(state: State) -> Objection:
    return Objection(
        id=UUID(state["id"]),
        document=_document(state["document"]),
        received_on=date.fromisoformat(state["received_on"]),
        by=state["by"],
        upheld=state["upheld"],
        answer=_outcome(state["answer"]),
    )


def _outcome(state: State | None) -> Outcome | None:
    if state is None:
        return None
    said = {"document": _document(state["document"]), "lacking": tuple(state["lacking"])}
    return Outcome(**{**state, **said})
