"""A case as JSON values and back. Pure; this is also the form in which it is stored and shown."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from creditsvc.proceedings.domain import (
    Decision,
    Document,
    Ground,
    Notice,
    Proceeding,
    Reply,
    Service,
    Stage,
    WrongStage,
)

State = Mapping[str, Any]


def plain(case: Proceeding) -> dict[str, Any]:
    """The case as JSON values, which is also how it is stored."""
    return {key: _plain(value) for key, value in asdict(case).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, UUID | date):
        return str(value)
    return value.value if isinstance(value, Stage) else value


def case_of(state: State) -> Proceeding:
    """The case that `plain` wrote."""
    ground = state["ground"]
    return Proceeding(
        id=UUID(state["id"]),
        version=state["version"],
        enterprise_id=UUID(state["enterprise_id"]),
        stage=Stage(state["stage"]),
        ground=Ground(**{**ground, "evidence": tuple(ground["evidence"])}),
        opened_on=date.fromisoformat(state["opened_on"]),
        proposed_by=state["proposed_by"],
        notice=_notice(state["notice"]) if state["notice"] else None,
        reply=_reply(state["reply"]) if state["reply"] else None,
        decision=_decision(state["decision"]) if state["decision"] else None,
        decision_service=_service(state["decision_service"]) if state["decision_service"] else None,
        dropped=state["dropped"],
    )


def _document(state: State) -> Document:
    return Document(
        number=state["number"], day=date.fromisoformat(state["day"]), digest=state["digest"]
    )


def _service(state: State) -> Service:
    return Service(
        kind=state["kind"], day=date.fromisoformat(state["day"]), reference=state["reference"]
    )


def _notice(state: State) -> Notice:
    return Notice(
        service_id=UUID(state["service_id"]),
        document=_document(state["document"]),
        service=_service(state["service"]),
        reply_until=date.fromisoformat(state["reply_until"]),
        provisional=state["provisional"],
        article=state["article"],
        handled_by=state["handled_by"],
    )


def _reply(state: State) -> Reply:
    return Reply(
        document=_document(state["document"]), received_on=date.fromisoformat(state["received_on"])
    )


def _decision(state: State) -> Decision:
    return Decision(
        document=_document(state["document"]),
        authority=state["authority"],
        decided_by=state["decided_by"],
        decided_on=date.fromisoformat(state["decided_on"]),
        reply_answer=state["reply_answer"],
        waiver=state["waiver"],
    )


def decision_row(case: Proceeding, decision_id: UUID, act_no: int) -> dict[str, Any]:
    """The decision that concludes *case*, as the row that gives the right to list."""
    told, decided = case.notice, case.decision
    if told is None or decided is None:
        raise WrongStage("没有告知或决定", "there is no notice or no decision")
    ground, restores = case.ground, case.ground.restores
    term = ground.term if restores is None else restores["term"]
    return {
        "id": decision_id,
        "act_no": act_no,
        "origin": "own",
        "enterprise_id": case.enterprise_id,
        "list": ground.list,
        "rule": ground.rule,
        "decided_on": decided.decided_on,
        "document_no": decided.document.number,
        "document_digest": decided.document.digest,
        "authority": decided.authority,
        "basis": {
            "instrument": ground.instrument,
            "article": ground.article,
            "law_digest": ground.law_digest,
            "rule_digest": ground.rule_digest,
            "evidence": list(ground.evidence),
            "explanation": dict(ground.explanation),
            "term": term and dict(term),
            **({} if restores is None else {"restores": dict(restores)}),
        },
        "proceeding_id": case.id,
        "service_id": told.service_id,
        "reply_until": told.reply_until,
        "waiver": decided.waiver,
        "proposed_by": case.proposed_by,
        "handled_by": told.handled_by,
        "decided_by": decided.decided_by,
    }
