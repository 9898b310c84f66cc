"""Many codes in one request: read in one statement, logged in one, each answered on its own."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import orjson

from creditsvc.access.domain import Claims
from creditsvc.kernel import uscc as codes
from creditsvc.kernel.refusals import Refusal
from creditsvc.lookup.answering import (
    as_far_as_known,
    as_of,
    doubts,
    made_in,
    now_of,
    of_nobody,
)
from creditsvc.lookup.questions import NotJson, WrongCode, code, identifiers
from creditsvc.lookup.state import Ready, State
from creditsvc.lookup.visits import Admitted, Given, House, Outcome, Visit, receive
from creditsvc.web.problems import status_of

ROUTE = "/v1/credit/lookups"
SCOPE = "credit.batch"
NOBODY = ""  # the subject of a visit that was refused as a whole
_SHAPED = re.compile(r"[0-9A-Z]{18}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What was asked: each identifier as sent, and its normal form or why it is none."""

    sent: Sequence[object]
    codes: Sequence[str | Refusal]


def batch(
    house: House, claims: Claims, body: bytes, purpose: str | None, *, route: str = ROUTE
) -> Given:
    """Answers to all identifiers in *body*, in its order; every one is in the log when this returns."""
    visit = Visit(
        claims=claims,
        route=route,
        scope=SCOPE,
        purpose=purpose,
        text=NOBODY,
        now=house.clock.now(),
    )
    state = house.desk.state(claims, NOBODY)
    return receive(house, visit, state, lambda who: _answer(house, visit, body, who))


def _answer(house: House, visit: Visit, body: bytes, who: Admitted) -> Given:
    asked = _read(body)
    who.spending.take(len(asked.sent))
    wanted = sorted({one for one in asked.codes if isinstance(one, str)})
    state, ready = house.desk.many(visit.claims, wanted)
    checked = [_checked(one, ready) for one in asked.codes]
    valid = {one for one in checked if isinstance(one, str)}
    ready = completed(house, visit, state, valid, ready)
    view = replace(who, state=state).view(house.purposes)
    tail = (
        f',"as_of":"{as_of(visit, state)}","data_version":{state.act},"withheld":{view.told}}}'
    ).encode()
    mine = {key: view.of(one.body or b"{}") for key, one in ready.items()}
    parts = [_result(sent, one, mine, tail) for sent, one in zip(asked.sent, checked, strict=True)]
    head = (
        f'{{"as_of":"{as_of(visit, state)}","data_version":{state.act},'
        f'"complete_to":{house.desk.completeness(state.act)},"results":['
    )
    outcomes = [_outcome(sent, one, ready) for sent, one in zip(asked.sent, checked, strict=True)]
    body = b"".join((head.encode(), b",".join(parts), b"]}"))
    return Given(body=body, outcomes=outcomes, act=state.act)


def _read(body: bytes) -> Batch:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError as why:
        raise NotJson("请求体不是 JSON", "the body is not JSON") from why
    sent = identifiers(found)
    return Batch(sent=sent, codes=[_shaped(one) for one in sent])


def _shaped(sent: object) -> str | Refusal:
    """The normal form of an identifier; whether its check sign is right is seen later."""
    if not isinstance(sent, str):
        return WrongCode("标识须为文本", "an identifier is a text", field="uscc")
    return sent if _SHAPED.fullmatch(sent) else codes.written(sent)


def _checked(one: str | Refusal, ready: dict[str, Ready]) -> str | Refusal:
    """A code that is on record was checked when it came there; any other is checked now."""
    if not isinstance(one, str) or one in ready:
        return one
    try:
        return code(one)
    except WrongCode as refusal:
        return refusal


def completed(
    house: House, visit: Visit, state: State, valid: Iterable[str], ready: dict[str, Ready]
) -> dict[str, Ready]:
    """What the asker is told of each valid code: as it stands ready, of nobody, or worked out now."""
    found: dict[str, Ready] = {}
    absent, stale = [], []
    law_digest, at = house.law_digest(state.adopted), visit.at
    for one in valid:
        held = ready.get(one)
        if held is None:
            absent.append(one)
        elif held.holds(law_digest, at):
            found[one] = held
        else:
            stale.append(one)
    doubtful = house.desk.successions(absent) if absent else set()
    found |= {one: of_nobody(law_digest, one) for one in absent if one not in doubtful}
    moment = now_of(visit, state)
    found |= _made(house, [*stale, *sorted(doubtful)], moment, state)
    shade = doubts(house, state, moment)
    return {one: as_far_as_known(ready, shade) for one, ready in found.items()}


def _made(house: House, subjects: list[str], moment: datetime, state: State) -> dict[str, Ready]:
    if not subjects:
        return {}
    with house.work.read() as session:
        law = house.laws.named(session, state.adopted)
        return {one: made_in(session, law, one, moment, state.act) for one in subjects}


def _result(sent: object, one: str | Refusal, mine: dict[str, bytes], tail: bytes) -> bytes:
    if isinstance(one, Refusal):
        return orjson.dumps({"identifier": sent, "problem": problem(one)})
    return b'{"identifier":%b,%b%b' % (orjson.dumps(sent), mine[one][1:-1], tail)


def problem(refusal: Refusal) -> dict[str, Any]:
    """Why one of many was refused, as RFC 9457 members."""
    return {
        "type": f"/problems/{refusal.kind}",
        "title": refusal.kind.replace("-", " "),
        "status": status_of(refusal),
        "detail": str(refusal),
        "field": refusal.field,
    }


def _outcome(sent: object, one: str | Refusal, ready: dict[str, Ready]) -> Outcome:
    if isinstance(one, Refusal):
        subject = codes.written(sent) if isinstance(sent, str) else NOBODY
        word = f"refused:{one.kind}"
        return Outcome(subject=subject, word=word, status=status_of(one))
    return Outcome(one, ready[one].status)
