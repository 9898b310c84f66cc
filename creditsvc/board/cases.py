"""What waits before a decision: cases, decisions made elsewhere, rows whose enterprise is open."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from creditsvc.board.domain import MOST, About, Matter, clocks_of
from creditsvc.board.view import View, of_evidence
from creditsvc.db import acts
from creditsvc.events import service as events
from creditsvc.kernel.clock import legal_day
from creditsvc.proceedings import clocks, external
from creditsvc.proceedings import service as proceedings
from creditsvc.proceedings.domain import OPEN, Stage

# Who moves a case on from each stage (proceedings.steps).
MOVES = {
    Stage.PROPOSED: ("handler", "approver"),
    Stage.OPENED: ("handler",),
    Stage.NOTICED: ("handler", "legal_reviewer"),
    Stage.REPLIED: ("handler", "legal_reviewer"),
    Stage.HEARD: ("legal_reviewer",),
    Stage.REVIEWED: ("approver",),
    Stage.DECIDED: ("handler",),
    Stage.SERVED: ("handler",),
}


def cases(view: View) -> Iterator[Matter]:
    """Open cases with every clock of theirs; those of which none runs wait for the next move."""
    found = proceedings.watched(view.session, view.since, MOST)
    evidence = view.events(ref for case in found for ref in case.ground.evidence)
    for case in found:
        about = of_evidence(case.enterprise_id, case.ground.evidence, evidence)
        if case.decision is not None:
            about = replace(about, authority=case.decision.authority)
        one = Matter(
            kind="case",
            id=case.id,
            link=f"/v1/proceedings/{case.id}",
            about=about,
            since=case.opened_on,
            may=MOVES.get(case.stage, ()),
        )
        running = partial(clocks.clocks, view.law, view.calendar, case, view.today)
        yield from clocks_of(one, running, open_=case.stage in OPEN)


def externals(view: View) -> Iterator[Matter]:
    """Decisions made elsewhere that another person must confirm or refuse; no text sets a time."""
    found = external.waiting(view.session, MOST)
    came = acts.moments(view.session, (one.act_no for one in found))
    for one in found:
        content = one.content
        yield Matter(
            kind="external",
            id=one.id,
            link="/v1/external-decisions",
            about=About(
                uscc=content.get("uscc"),
                name=content["name"],
                authority=content["authority"],
                region=content.get("region"),
            ),
            since=legal_day(came[one.act_no]),
            may=("credit_officer",),
        )


def parked(view: View) -> Iterator[Matter]:
    """Rows whose enterprise a person must tell."""
    found = events.parked(view.session, MOST)
    came = acts.moments(view.session, (one.act_no for one in found))
    for one in found:
        yield Matter(
            kind="parked",
            id=one.id,
            link="creditsvc parked list",
            about=About(
                uscc=one.content.get("uscc"),
                name=one.name,
                authority=one.content.get("authority"),
                region=one.content.get("region"),
            ),
            since=legal_day(came[one.act_no]),
            may=("clerk",),
        )
