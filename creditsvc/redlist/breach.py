"""Honours that the record breaks: lost in the walk, or shown to people where something is only open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.findings import service as findings
from creditsvc.findings.rulebooks import Laws
from creditsvc.findings.service import Assessed
from creditsvc.kernel.clock import legal_day
from creditsvc.law.rulebook import Law
from creditsvc.listings import service as listings
from creditsvc.listings.domain import Entry
from creditsvc.redlist import losing, store, weighing
from creditsvc.redlist.conditions import ADVERSE, Checked

ELSEWHERE = "external"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubted:
    """An honour in force of which people must ask something.

    *held* None: whether it was rightly granted is open; *states*: the conditions not met or not known.
    """

    entry: Entry
    held: bool | None
    states: tuple[Checked, ...]


def follow(act: Act, laws: Laws, found: Mapping[UUID, Assessed], standing: Iterable[Entry]) -> None:
    """End the honours of our own that the record now breaks, and those it no longer bears at all.

    *standing*: the entries of the enterprises *found* that are in force. What is only open is left to
    people, and so are honours granted elsewhere: whoever granted them takes them away.
    """
    law = laws.in_use(act.session)
    entries = list(standing)
    for entry in entries:
        if law.lists[entry.list].polarity == ADVERSE or entry.ground.get("origin") == ELSEWHERE:
            continue
        one = found[entry.enterprise_id]
        broken = _broken(law, entry, one, _beside(entry, entries), act.at)
        if broken:
            _lose(act, entry, broken)
        elif "application" in entry.ground and _held(act.session, laws, entry, one) is False:
            detail = (
                "授予所依据的记录已被撤销或更正，授予之日条件并不具备"
                " / the record it rested on was annulled or corrected"
            )
            listings.fall(act, entry, "annulled", detail=detail)


def doubted(session: Session, laws: Laws, moment: datetime) -> list[Doubted]:
    """The honours in force at *moment* of which a condition is not met or not known, oldest first."""
    law, day = laws.in_use(session), legal_day(moment)
    entries = listings.in_force(session, moment, day)
    honours = [entry for entry in entries if law.lists[entry.list].polarity != ADVERSE]
    found = findings.assessed(session, law, {entry.enterprise_id for entry in honours}, day)
    made: list[Doubted] = []
    for entry in honours:
        one = found[entry.enterprise_id]
        states = _states(law, entry, one, _beside(entry, entries), moment)
        elsewhere = (
            entry.ground.get("origin") == ELSEWHERE
        )  # then its honours are not on our record
        open_ones = tuple(
            each
            for each in states
            if each.lacking and (each.against or each.missing or not elsewhere)
        )
        held = _held(session, laws, entry, one)
        if open_ones or held is None:
            made.append(Doubted(entry=entry, held=held, states=open_ones))
    return made


def _lose(act: Act, entry: Entry, broken: Iterable[Checked]) -> None:
    told = tuple(broken)
    against = sorted({ref for each in told for ref in each.against})
    store.add_loss(
        act.session,
        {
            "listing_id": entry.id,
            "act_no": act.no,
            "origin": "record",
            "grounds": [each.id for each in told],
            "against": against,
        },
    )
    instrument = entry.ground["instrument"]
    zh = "；".join(f"{instrument}{each.article}：{each.because['zh']}" for each in told)
    en = "; ".join(each.because["en"] for each in told)
    listings.fall(act, entry, "lost_conditions", detail=f"{zh} / {en}")
    trail.note(act, "redlist.lost", entry.id, against=against, conditions=[e.id for e in told])


def _broken(
    law: Law, entry: Entry, found: Assessed, beside: list[Entry], moment: datetime
) -> tuple[Checked, ...]:
    states = _states(law, entry, found, beside, moment)
    against = weighing.adverse(law, beside, moment)
    return losing.breaches(states, weighing.fresh(entry, found, against))


def _states(
    law: Law, entry: Entry, found: Assessed, beside: list[Entry], moment: datetime
) -> tuple[Checked, ...]:
    """The conditions of *entry* by the record; its papers were judged at the grant."""
    grant = weighing.grant_of(law, entry)
    if grant is None:
        return ()
    proofs = {each.id: None for each in grant.conditions}
    return weighing.states_of(law, grant, found, weighing.adverse(law, beside, moment), proofs)


def _held(session: Session, laws: Laws, entry: Entry, found: Assessed) -> bool | None:
    """Whether it was rightly granted, under the rulebook of its decision; True where we cannot judge."""
    digest = entry.ground.get("law_digest")
    if "application" not in entry.ground or digest is None:
        return True
    return weighing.holds(laws.of_decision(session, str(digest)), entry, found)


def _beside(entry: Entry, entries: Iterable[Entry]) -> list[Entry]:
    return [one for one in entries if one.enterprise_id == entry.enterprise_id]
