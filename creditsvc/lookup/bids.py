"""Answers for a tender at its own days (announcement, deadline, evaluation), for all members at once.

What was told is signed and kept under one evidence number, and never changes. Who reads it again is told
whether the record, as it is known by then, would say otherwise: a correction shows, and the file stands.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from creditsvc.access.domain import Claims
from creditsvc.kernel.canonical import canonical_bytes
from creditsvc.kernel.clock import instant_text, parse_instant
from creditsvc.kernel.refusals import FieldError, NotFound, Unprocessable
from creditsvc.law.rulebook import Law
from creditsvc.lookup.answering import as_far_as_known, as_of, doubts, law_known, made_in
from creditsvc.lookup.bids_schemas import COMPARED, DAYS, BidIn
from creditsvc.lookup.evidence import new_number, read_number
from creditsvc.lookup.questions import NotJson, WrongCode, code, when
from creditsvc.lookup.state import Ready
from creditsvc.lookup.visits import Admitted, Given, House, Outcome, Visit, receive

TYPE = "credit-bid+jwt"  # the `typ` of such evidence; RFC 8725 section 3.11
ROUTE = "/v1/credit/bids"
READ_ROUTE = "/v1/credit/bids/{number}"
SCOPE = "credit.read"
KEYS = ("id", "event", "list", "rule", "last_day", "code", "class", "under_objection")


class EvidenceUnknown(NotFound):
    """This partner was given no such evidence."""

    kind = "bid-evidence-unknown"


class WrongBid(Unprocessable):
    """Subjects that are none, too many, or named twice; or no day."""

    kind = "wrong-bid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bid:
    """A tender: its reference at the partner's, its members, and the moments asked about by name."""

    reference: str
    subjects: Sequence[str]
    moments: Mapping[str, datetime]


def bid(house: House, issuer: str, claims: Claims, purpose: str | None, body: bytes) -> Given:
    """Answers to all members at all days of the tender, kept under one number when this returns."""
    visit = _visit(house, claims, purpose, ROUTE)
    state = house.desk.state(claims, visit.text)
    return receive(house, visit, state, lambda who: _given(house, issuer, visit, who, body))


def bid_again(house: House, claims: Claims, purpose: str | None, number: str) -> Given:
    """The evidence of that number as it was given, and what the record now says otherwise."""
    visit = _visit(house, claims, purpose, READ_ROUTE)
    state = house.desk.state(claims, visit.text)
    return receive(house, visit, state, lambda who: _again(house, visit, who, number))


def _visit(house: House, claims: Claims, purpose: str | None, route: str) -> Visit:
    return Visit(
        claims=claims, route=route, scope=SCOPE, purpose=purpose, text="", now=house.clock.now()
    )


def _given(house: House, issuer: str, visit: Visit, who: Admitted, body: bytes) -> Given:
    asked, state, number = read(body, visit.now), who.state, new_number()
    who.spending.take(len(asked.subjects) * len(asked.moments))
    with house.work.read() as session:
        law = law_known(house, session, state, None)
        subjects = [
            {"uscc": one, "answers": _answers(session, law, one, asked.moments, who, house)}
            for one in asked.subjects
        ]
    told = {
        "iss": issuer,
        "aud": visit.claims.client_id,
        "partner": None if state.client is None else state.client.name,
        "iat": int(visit.now.timestamp()),
        "jti": number,
        "purpose": who.purpose,
        "reference": asked.reference,
        "days": {name: instant_text(moment) for name, moment in asked.moments.items()},
        "as_of": as_of(visit, state),
        "data_version": state.act,
        "complete_to": orjson.loads(house.desk.completeness(state.act)),
        "law_digest": law.digest,
        "subjects": subjects,
    }
    jws = house.keys.sign_jws(told, TYPE)
    house.desk.keep(number, visit.at, jws)
    return Given(
        body=canonical_bytes({"number": number, "evidence": told, "jws": jws}),
        outcomes=list(_outcomes(told, number)),
        status=201,
    )


def read(body: bytes, now: datetime) -> Bid:
    """The tender that *body* describes; raises NotJson, WrongBid, WrongCode, or what refuses a moment."""
    shaped = _shaped(body)
    subjects = [_code(text, place) for place, text in enumerate(shaped["subjects"])]
    if len(set(subjects)) < len(subjects):
        raise WrongBid(
            "同一代码出现两次", "a code is named twice; name each member once", field="subjects"
        )
    moments = {
        name: when({name: [shaped["days"][name]]}, (name, "known_at"), now).moment or now
        for name in DAYS
        if name in shaped["days"]
    }
    if not moments:
        raise WrongBid(
            f"至少填一个日期：{'、'.join(DAYS)}", f"state at least one of {', '.join(DAYS)}",
            field="days",
        )  # fmt: skip
    return Bid(reference=shaped["reference"], subjects=subjects, moments=moments)


def _shaped(body: bytes) -> dict[str, Any]:
    try:
        found: dict[str, Any] = BidIn().load(orjson.loads(body))
    except orjson.JSONDecodeError as why:
        raise NotJson("请求体不是 JSON", "the body is not JSON") from why
    except ValidationError as why:
        errors = tuple(_faults(why.messages, ""))
        raise WrongBid(
            "请求不合规格，逐项见 errors", "the request is not well-formed; see errors",
            field=errors[0].pointer.strip("/"), errors=errors,
        ) from why  # fmt: skip
    return found


def _faults(messages: Any, pointer: str) -> Iterator[FieldError]:
    """marshmallow's nested messages, each at its place."""
    if isinstance(messages, dict):
        for name, inner in messages.items():
            yield from _faults(inner, f"{pointer}/{name}")
        return
    for text in messages:
        yield FieldError(pointer=pointer or "/", zh=str(text), en=str(text))


def _code(text: str, place: int) -> str:
    try:
        return code(text)
    except WrongCode as why:
        raise WrongCode(why.zh, why.en, field=f"subjects/{place}") from why


def _answers(
    session: Session,
    law: Law,
    subject: str,
    moments: Mapping[str, datetime],
    who: Admitted,
    house: House,
) -> dict[str, Any]:
    """The answer at each of *moments*, as all of it is known now, as far as the purpose may see it."""
    view = who.view(house.purposes)
    return {
        name: {
            **orjson.loads(view.of(_made(session, law, subject, moment, who, house).body or b"{}")),
            "withheld": list(view.withheld),
        }
        for name, moment in moments.items()
    }


def _made(
    session: Session, law: Law, subject: str, moment: datetime, who: Admitted, house: House
) -> Ready:
    made = made_in(session, law, subject, moment, who.state.act)
    return as_far_as_known(made, doubts(house, who.state, moment))


def _outcomes(told: Mapping[str, Any], number: str) -> Iterator[Outcome]:
    """A line of the log for each member and day."""
    for subject in told["subjects"]:
        for name, answer in subject["answers"].items():
            yield Outcome(
                subject["uscc"], answer["status"], valid_at=told["days"][name], evidence=number
            )


def _again(house: House, visit: Visit, who: Admitted, text: str) -> Given:
    number, state = read_number(text), who.state
    jws = None if number is None else house.desk.kept(number)
    told = None if jws is None else _told(house, jws)
    if number is None or told is None or told["aud"] != visit.claims.client_id:
        raise EvidenceUnknown(
            "没有给过本合作方这个编号的存证，请核对编号",
            "no evidence with this number was given to this partner; check the number",
        )
    who.spending.take(len(told["subjects"]) * len(told["days"]))
    moments = {name: parse_instant(text) for name, text in told["days"].items()}
    with house.work.read() as session:
        law = law_known(house, session, state, None)
        now = {
            one["uscc"]: _answers(session, law, one["uscc"], moments, who, house)
            for one in told["subjects"]
        }
    found = [
        {"uscc": one["uscc"], "day": day, **difference}
        for one in told["subjects"]
        for day, answer in one["answers"].items()
        if (difference := differing(answer, now[one["uscc"]][day])) is not None
    ]
    body = {
        "number": number,
        "evidence": told,
        "jws": jws,
        "corrected": bool(found),
        "differences": found,
        "checked_at": as_of(visit, state),
        "data_version": state.act,
    }
    return Given(body=canonical_bytes(body), outcomes=list(_outcomes(told, number)))


def _told(house: House, jws: str) -> dict[str, Any] | None:
    """What was told; None: the number is that of another kind of evidence."""
    try:
        return house.keys.verify_jws(jws, TYPE)
    except ValueError:
        return None


def differing(was: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any] | None:
    """Which members say otherwise, and status and tier then and now; None: none does."""
    changed = [name for name in COMPARED if _gist(was[name]) != _gist(now[name])]
    if not changed:
        return None
    return {
        "members": changed,
        "was": {"status": was["status"], "tier": was["tier"]},
        "now": {"status": now["status"], "tier": now["tier"]},
    }


def _gist(value: Any) -> Any:
    """A member without the words around it: of each entry what names it, and its days."""
    if not isinstance(value, list):
        return value
    return sorted(
        canonical_bytes({key: one[key] for key in KEYS if key in one}).decode() for one in value
    )
