"""An entry of a person as JSON values and back. Pure; this is also the form in which it is stored."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from creditsvc.kernel.clock import instant_text, parse_instant
from creditsvc.person_entries.domain import PersonEntry
from creditsvc.proceedings.form import json_of, value_of

State = Mapping[str, Any]


def stored(one: PersonEntry) -> dict[str, Any]:
    """The entry as JSON values, which is also how it is shown."""
    return {key: json_of(value) for key, value in asdict(one).items()}


def entry_of(state: State) -> PersonEntry:
    """The entry that `stored` wrote, or wrote before an entry had a case."""
    made: PersonEntry = value_of(PersonEntry, state if "case" in state else _with_a_case(state))
    return made


def _with_a_case(state: State) -> dict[str, Any]:
    """A state of before: notice, reply, decision and service stood in the entry itself."""
    served = state["served"]
    return {
        **{name: state[name] for name in _KEPT},
        "case": _case(state),
        "begun_at": None if served is None else instant_text(parse_instant(served["at"])),
    }


_KEPT = ("id", "version", "enterprise_id", "person_id", "role", "authority", "end")
_SERVED = {"served", "ended"}


def _case(state: State) -> dict[str, Any]:
    basis, notice, reply, made = (state[each] for each in ("basis", "notice", "reply", "decision"))
    stage = "served" if state["stage"] in _SERVED else state["stage"]
    answered = stage == "noticed" and reply is not None
    return {
        "id": state["id"],
        "version": state["version"],
        "enterprise_id": state["enterprise_id"],
        "stage": "replied" if answered else stage,
        "ground": {
            **{name: basis[name] for name in _GROUND},
            "term": {"months": basis["months"], "counts_from": "decision"},
            "explanation": {},
            "discretionary": False,
        },
        "opened_on": state["opened_on"],
        "proposed_by": state["proposed_by"],
        "notice": notice and _notice(state["id"], notice),
        "replies": [] if reply is None else [{n: reply[n] for n in ("document", "received_on")}],
        "decision": made and _decision(state["authority"], made),
        "decision_service": state["served"] and state["served"]["service"],
        "dropped": state["dropped"],
    }


_GROUND = ("rule", "list", "instrument", "article", "law_digest", "rule_digest", "evidence")


def _notice(entry: str, told: State) -> dict[str, Any]:
    named = ("document", "service", "reply_until", "provisional", "article")
    return {**{n: told[n] for n in named}, "service_id": entry, "handled_by": told["by"]}


def _decision(authority: str, made: State) -> dict[str, Any]:
    return {
        "document": made["document"],
        "authority": authority,
        "decided_by": made["decided_by"],
        "decided_on": made["document"]["day"],
        "reply_answer": made["reply_answer"],
        "waiver": None,
    }
