"""A case as JSON values and back. Pure; this is also the form in which it is stored and shown."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, get_args, get_origin, get_type_hints
from uuid import UUID

from creditsvc.kernel.clock import instant_text, parse_instant
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.proceedings.clocks import clocks
from creditsvc.proceedings.domain import Outcome, Proceeding, Service, WrongStage

State = Mapping[str, Any]


def plain(case: Proceeding) -> dict[str, Any]:
    """The case as JSON values, which is also how it is stored."""
    return {key: json_of(value) for key, value in asdict(case).items()}


def shown(case: Proceeding, law: Law, calendar: Calendar, today: date) -> dict[str, Any]:
    """The case with its clocks, as it is shown."""
    running = clocks(law, calendar, case, today)
    return {**plain(case), "clocks": [each.form() for each in running]}


def json_of(value: Any) -> Any:
    """A value of the rooms' own types as JSON values."""
    if isinstance(value, Mapping):
        return {key: json_of(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [json_of(inner) for inner in value]
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, UUID | date):
        return str(value)
    return value.value if isinstance(value, StrEnum) else value


def case_of(state: State) -> Proceeding:
    """The case that `plain` wrote, now or in an earlier release."""
    if state.get("reply"):  # there was one reply at most, under this name
        state = {**state, "replies": [state["reply"]]}
    case: Proceeding = value_of(Proceeding, state)
    return case


def service_form(served: Service) -> dict[str, Any]:
    """The service of a paper as JSON values, as any room stores and shows it."""
    return {key: json_of(value) for key, value in asdict(served).items()}


def service_of(state: State) -> Service:
    """The service of a paper, as `service_form` wrote it."""
    served: Service = value_of(Service, state)
    return served


_READ: Mapping[type, Callable[[Any], Any]] = MappingProxyType(
    {date: date.fromisoformat, datetime: parse_instant, UUID: UUID}
)


def value_of(kind: Any, stored: Any) -> Any:
    """*stored* as a value of *kind*; what is not stored has the default that its class declares."""
    if stored is None:
        return None
    if isinstance(kind, type) and is_dataclass(kind):
        stated = {
            name: value_of(each, stored[name]) for name, each in _hints(kind) if name in stored
        }
        return kind(**stated)
    if get_origin(kind) is not None:
        return _several(get_origin(kind), get_args(kind), stored)
    read = kind if isinstance(kind, type) and issubclass(kind, StrEnum) else _READ.get(kind)
    return stored if read is None else read(stored)


def _several(origin: Any, inside: tuple[Any, ...], stored: Any) -> Any:
    """A tuple, a mapping, or what may be absent and is not."""
    if origin is tuple:
        return tuple(value_of(inside[0], each) for each in stored)
    if issubclass(origin, Mapping):
        return {key: value_of(inside[1], each) for key, each in stored.items()}
    return value_of(inside[0], stored)


@cache
def _hints(kind: Any) -> tuple[tuple[str, Any], ...]:
    """The fields of a dataclass with their types, resolved."""
    return tuple(get_type_hints(kind).items())


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
            **({} if case.region is None else {"region": case.region}),
            **_outcome(decided.outcome),
        },
        "proceeding_id": case.id,
        "service_id": told.service_id,
        "reply_until": told.reply_until,
        "waiver": decided.waiver,
        "proposed_by": case.proposed_by,
        "handled_by": told.handled_by,
        "decided_by": decided.decided_by,
    }


def _outcome(decided: Outcome | None) -> dict[str, Any]:
    """The measures that were decided, for the rooms above; older decisions say nothing of them."""
    return {} if decided is None else {"measures": list(decided.measures)}
