"""A ban as JSON values: as it is stored, as officers see it, as an answer tells it. Pure."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from creditsvc.bans.domain import Ban, Basis, Decision, End, Stage
from creditsvc.kernel.clock import parse_instant
from creditsvc.proceedings.domain import Document, Proceeding
from creditsvc.proceedings.form import json_of, value_of

State = Mapping[str, Any]


def stored(ban: Ban) -> dict[str, Any]:
    """The ban as it is stored."""
    return {key: json_of(value) for key, value in asdict(ban).items()}


def ban_of(state: State) -> Ban:
    """The ban that `stored` wrote."""
    return Ban(
        id=UUID(state["id"]),
        version=state["version"],
        enterprise_id=UUID(state["enterprise_id"]),
        stage=Stage(state["stage"]),
        subject=state["subject"],
        person_id=state["person_id"] and UUID(state["person_id"]),
        authority=state["authority"],
        basis=Basis(
            **{
                **state["basis"],
                "evidence": tuple(state["basis"]["evidence"]),
                "since": date.fromisoformat(state["basis"]["since"]),
            }
        ),
        opened_on=date.fromisoformat(state["opened_on"]),
        proposed_by=state["proposed_by"],
        decision=_decision(state["decision"]),
        end=_end(state["end"]),
        dropped=state["dropped"],
        case=value_of(Proceeding, state.get("case")),
        complex_case=state.get("complex_case", False),
        deliberation_due=state.get("deliberation_due", False),
    )


def shown(ban: Ban, moment: datetime) -> dict[str, Any]:
    """The ban as it stands at *moment*; for regulators, so with the people who took part."""
    return {
        **stored(ban),
        "in_force": ban.in_force_at(moment),
        "life": ban.basis.months is None,
        "end_reason": ban.end_reason_at(moment),
    }


def told(ban: Ban) -> dict[str, Any]:
    """A ban of an enterprise as partners are told of it: what it bars, by which article, until when."""
    decision, basis = ban.decision, ban.basis
    if decision is None:
        raise ValueError("a ban is told once it is decided")
    return {
        "id": str(ban.id),
        "rule": basis.rule,
        "instrument": basis.instrument,
        "article": basis.article,
        "rule_digest": basis.rule_digest,
        "from": basis.reach,
        "grave": basis.grave,
        "text": dict(basis.text),
        "from_day": decision.from_day.isoformat(),
        "last_day": decision.last_day and decision.last_day.isoformat(),
        "life": basis.months is None,
        "authority": ban.authority,
        "document_no": decision.document.number,
        "decided_on": decision.document.day.isoformat(),
    }


def _decision(state: State | None) -> Decision | None:
    if state is None:
        return None
    paper = state["document"]
    return Decision(
        document=Document(
            number=paper["number"], day=date.fromisoformat(paper["day"]), digest=paper["digest"]
        ),
        decided_by=state["decided_by"],
        from_day=date.fromisoformat(state["from_day"]),
        last_day=state["last_day"] and date.fromisoformat(state["last_day"]),
    )


def _end(state: State | None) -> End | None:
    return None if state is None else End(**{**state, "at": parse_instant(state["at"])})
