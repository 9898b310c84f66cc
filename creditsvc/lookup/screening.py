"""A screening: who may be meant by names and identifiers. Identifiers decide, names only propose.

Nobody is ever found to be clean by not being found. Every query, and every enterprise whose status is
told in an answer to it, has its row in the log before the answer leaves.
"""

from collections.abc import Sequence
from typing import Any

import orjson

from creditsvc.access.domain import Claims
from creditsvc.db import acts
from creditsvc.enterprises import name_index
from creditsvc.enterprises.domain import Enterprise
from creditsvc.enterprises.naming import Reader, plain
from creditsvc.kernel.canonical import canonical_bytes
from creditsvc.kernel.refusals import Refusal
from creditsvc.lookup import false_positives
from creditsvc.lookup.answering import as_of, doubts, law_known, now_of
from creditsvc.lookup.batches import NOBODY, completed, problem
from creditsvc.lookup.domain import answer, doubted
from creditsvc.lookup.screening_finding import Finder, Found
from creditsvc.lookup.screening_questions import Query, Screening, screening
from creditsvc.lookup.screening_telling import Moments, Standings, acts_named, result
from creditsvc.lookup.state import Ready, State
from creditsvc.lookup.visits import Admitted, Given, House, Outcome, Visit, receive
from creditsvc.tiers import service as tiers
from creditsvc.web.problems import status_of

ROUTE = "/v1/screenings"
SCOPE = "credit.screen"
Outcomes = list[Found | Refusal]


def screen(house: House, reader: Reader, claims: Claims, body: bytes, purpose: str | None) -> Given:
    """Answers to the queries in *body*, in its order; all is in the log when this returns."""
    visit = Visit(
        claims=claims,
        route=ROUTE,
        scope=SCOPE,
        purpose=purpose,
        text=NOBODY,
        now=house.clock.now(),
    )
    state = house.desk.state(claims, NOBODY)
    return receive(house, visit, state, lambda who: _answer(house, reader, visit, who, body))


def _answer(house: House, reader: Reader, visit: Visit, who: Admitted, body: bytes) -> Given:
    asked = screening(body)
    who.spending.take(len(asked.sent))
    found, moments = _found(house, reader, asked, who.caller.id)
    told = {one.id: one for each in found if not isinstance(each, Refusal) for one in each.told}
    state, standings = _standings(house, visit, list(told.values()))
    results = [
        _told(sent, each, standings, moments) for sent, each in zip(asked.sent, found, strict=True)
    ]
    head = {"as_of": as_of(visit, state), "data_version": state.act, "results": results}
    outcomes = [
        line
        for sent, each in zip(asked.sent, found, strict=True)
        for line in _outcomes(sent, each, standings)
    ]
    return Given(body=canonical_bytes(head), outcomes=outcomes, act=state.act)


def _found(
    house: House, reader: Reader, asked: Screening, partner: str
) -> tuple[Outcomes, Moments]:
    """What each query comes to, all in one state of the register."""
    forms = {plain(one.name) for one in asked.queries if isinstance(one, Query) and one.name}
    with house.work.read() as session:
        finder = Finder(
            session=session,
            reader=reader,
            decided={
                (one.form, one.enterprise_id): one
                for one in false_positives.standing(session, partner, forms)
            },
            indexed=name_index.current(session, reader),
            limit=asked.limit,
        )
        found: Outcomes = [
            one if isinstance(one, Refusal) else finder.find(one) for one in asked.queries
        ]
        named = [acts_named(one) for one in found if isinstance(one, Found)]
        return found, acts.moments(session, set().union(*named))


def _standings(house: House, visit: Visit, told: Sequence[Enterprise]) -> tuple[State, Standings]:
    """How each of *told* stands now, as a look-up would say."""
    codes = sorted(one.uscc for one in told if one.uscc is not None)
    state, ready = house.desk.many(visit.claims, codes)
    ready = completed(house, visit, state, codes, ready)
    bodies = {code: _standing(one) for code, one in ready.items()}
    found = {one.id: bodies[one.uscc] for one in told if one.uscc is not None}
    rest = [one for one in told if one.uscc is None]
    if rest:
        with house.work.read() as session:
            law, moment = law_known(house, session, state, None), now_of(visit, state)
            for one in rest:
                position = tiers.position(session, law, one.id, moment, known_at=state.act)
                said = answer(law, position)
                if shade := doubts(house, state, moment).of(said["status"]):
                    said = doubted(said, shade)
                found[one.id] = (said["status"], said["reasons"])
    return state, found


def _standing(ready: Ready) -> tuple[str, list[dict[str, str]]]:
    return ready.status, orjson.loads(ready.body or b"{}")["reasons"]


def _told(
    sent: Any, one: Found | Refusal, standings: Standings, moments: Moments
) -> dict[str, Any]:
    ref = sent.get("ref") if isinstance(sent, dict) else None
    if isinstance(one, Refusal):
        return {"ref": ref, "problem": problem(one)}
    return {"ref": ref, **result(one, standings, moments)}


def _outcomes(sent: Any, one: Found | Refusal, standings: Standings) -> list[Outcome]:
    """A row for the query, and one for each enterprise whose status was told."""
    if isinstance(one, Refusal):
        return [Outcome(subject=_text(sent), word=f"refused:{one.kind}", status=status_of(one))]
    told = [
        Outcome(subject=each.uscc or each.other_id or plain(each.name), word=standings[each.id][0])
        for each in one.told
    ]
    return [Outcome(subject=one.query.subject, word=f"screened:{one.kind}"), *told]


def _text(sent: Any) -> str:
    """Whom a query that was refused asked about, as far as it can be told."""
    given = [sent.get(one) for one in ("uscc", "name")] if isinstance(sent, dict) else []
    return next((plain(one) for one in given if isinstance(one, str)), NOBODY)
