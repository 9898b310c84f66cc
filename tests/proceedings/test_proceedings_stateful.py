"""Cases at random: thousands of moves by anybody, in any order, on versions old and new, against a card.

The card (`card.py`) knows the law and not the product. It says of each move whether it is lawful; the
service must say the same, and then the database is asked in plain SQL (`never.py`).
CREDITSVC_STEPS: about how many steps on each engine.
"""

import os
import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

from card import DAY, TOLD, Ask, Card, UnlawfulError, need
from desk import IN_ORDER, MOVES, USUAL, Desk
from due_process import Office
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from never import EVERYTHING
from remedying import object_to, resolve
from sqlalchemy import bindparam, text
from sqlalchemy.types import Uuid

from creditsvc.kernel.refusals import Refusal
from creditsvc.proceedings.filing import StaleProceeding

STEPS = int(os.environ.get("CREDITSVC_STEPS", "640"))
EACH = 40
MONDAY = datetime(2024, 7, 1, 4, 0, tzinfo=UTC)  # noon in Beijing
PEOPLE = ("handler", "handler2", "approver", "approver2", "reviewer", "reviewer2")
PLAIN = {
    "measures": frozenset({"M11-4"}), "complex_case": False, "hearing_too": True, "presider": "reviewer", **IN_ORDER,
}  # fmt: skip
OF_THE_PARTY = ("reply", "waive", "request_hearing", "withdraw_hearing")
EVENTS = [
    "suspend",
    "reinstate",
    "reinstate",
    "reinstate",
    "revoke",
    "rejected",
    "rejected",
    "upheld",
]
SINS = text(EVERYTHING).bindparams(bindparam("e", type_=Uuid()))
STATE = text(
    "SELECT stage, version FROM proceedings WHERE enterprise_id = :e ORDER BY act_no DESC, version DESC LIMIT 1"
).bindparams(bindparam("e", type_=Uuid()))

measures = st.sampled_from([frozenset(), frozenset({"M11-4"}), frozenset({"M11-3", "M11-4"})])
asks = st.fixed_dictionaries(
    {
        "instead": st.sampled_from([None] * 7 + [*OF_THE_PARTY, "renotice"]),
        "wait": st.sampled_from([0, 0, 0, 1, 2, 5, 8]),
        "ago": st.sampled_from([0, 0, 0, 1, 3, 9, -1]),
        "sent_ago": st.sampled_from([0, 0, 0, 1, 3, -1]),
        "held_in": st.sampled_from([14, 17, 11, 10, 9, 8, 0]),
        "again": st.sampled_from([False, False, True]),
        "kind": st.sampled_from(["mail"] * 5 + ["public_notice", "left_at_place", "pigeon"]),
        "measures": measures,
        "approved_by": st.sampled_from(["principal"] * 4 + ["handler"]),
        "complex_case": st.sampled_from([False, False, True]),
        "presider": st.sampled_from(PEOPLE),
        "opinion": st.sampled_from(["approve", "approve", "return"]),
        "hearing_too": st.booleans(),
        "present": st.sampled_from([2, 2, 1]),
        "answered": st.sampled_from([True, True, False]),
    }
)  # fmt: skip


def paper(office: Office, who: str, number: int, given: dict[str, Any]) -> Ask:
    """What *who* files, with its days counted from today."""
    today, stated = (
        office.today,
        {key: value for key, value in given.items() if key not in ("wait", "instead")},
    )
    name = "旧" if stated.pop("again") else f"文{number}"
    day, sent = today - stated.pop("ago") * DAY, today - stated.pop("sent_ago") * DAY
    held_on = today + stated.pop("held_in") * DAY
    return Ask(who=who, day=day, sent=sent, held_on=held_on, number=name, **stated)


def sins(office: Office, desk: Desk) -> list[str]:
    """What the database holds of the enterprise and never should."""
    with office.runtime.work.read() as session:
        return list(session.execute(SINS, {"e": desk.enterprise}).scalars())


def refusal(deed: Callable[[], Any]) -> Refusal | None:
    """What *deed* is refused with; None: it is done."""
    try:
        deed()
    except Refusal as refused:
        return refused
    return None


class Walk(RuleBasedStateMachine):
    """Moves at random on one enterprise after another."""

    def __init__(self, office: Office, seen: Counter[str]) -> None:
        super().__init__()
        self.office, self.seen = office, seen
        self.another()

    def another(self) -> None:
        """An enterprise that nobody has a case against yet."""
        self.seen["enterprises"] += 1
        self.desk = Desk(self.office, self.seen["enterprises"])
        self.read: dict[str, int] = {}
        self.checked = 0

    def ask(self, who: str, given: dict[str, Any]) -> Ask:
        """The paper with its days counted from today."""
        self.seen["papers"] += 1
        self.office.clock.advance(days=given["wait"])
        return paper(self.office, who, self.seen["papers"], given)

    def attempt(self, move: str, ask: Ask, version: int) -> None:
        """The move on the card and on the product: both take it, or neither does."""
        card, before = deepcopy(self.desk.card), self.desk.card
        stale = move != "propose" and version != before.version
        try:
            card.move(move, ask, self.office.today)
            lawful = not stale
        except UnlawfulError:
            lawful = False
        self.seen["steps"] += 1
        refused = refusal(lambda: self.desk.file(move, ask, version))
        assert (refused is None) == lawful, (move, ask, vars(before), refused)
        assert stale == isinstance(refused, StaleProceeding), (move, ask, refused)
        self.seen["refused" if refused else move] += 1
        self.seen["stale"] += stale
        self.desk.card = card if lawful else before
        self.read[ask.who] = self.desk.card.version  # until they look again, or others move it
        self.check()

    def check(self) -> None:
        """The database holds what the card holds, and nothing it may never hold."""
        card = self.desk.card
        with self.office.runtime.work.read() as session:
            state = session.execute(STATE, {"e": self.desk.enterprise}).one_or_none()
        assert (state or ("none", 0)) == (card.stage, card.version), vars(card)
        if card.version != self.checked or "revoked" in card.events:
            assert not sins(self.office, self.desk), vars(card)
        self.checked = card.version

    @rule(move=st.sampled_from(MOVES), who=st.sampled_from(PEOPLE), given=asks, fresh=st.booleans())
    def anything(self, move: str, who: str, given: dict[str, Any], fresh: bool) -> None:
        """Anybody tries anything, on the case as it is or as they read it once."""
        if self.desk.case is None and move != "propose":
            return
        version = self.desk.card.version if fresh else self.read.get(who, 1)
        self.attempt(move, self.ask(who, given), version)

    @rule(given=asks, second=st.booleans())
    def the_usual(self, given: dict[str, Any], second: bool) -> None:
        """Whoever is in charge tries the next step on the way to a listing, at once and anyhow."""
        move = self.desk.card.next_step()
        if self.desk.card.stage in TOLD and given["instead"]:
            move = given["instead"]
        who = USUAL.get(move, "handler") + ("2" if second else "")
        self.attempt(move, self.ask(who, given), self.desk.card.version)

    def careful(self, given: dict[str, Any], second: bool) -> None:
        """The same by somebody who waits until it is time, and files what is in order."""
        hurt = [n for n, status in enumerate(self.desk.card.events) if status != "effective"]
        if hurt:
            self.touch(hurt[0], "reinstate")
            return
        if self.desk.card.listed:
            self.another()
        if self.desk.card.stage in TOLD and given["instead"]:
            plain = self.ask("handler2" if second else "handler", {**given, **IN_ORDER})
            self.attempt(given["instead"], plain, self.desk.card.version)
            return
        who, move, stated = self.desk.in_order(given, second=second)
        self.attempt(move, self.ask(who, stated), self.desk.card.version)

    the_careful = rule(given=asks, second=st.booleans())(careful)

    @rule(given=asks, second=st.booleans())
    def the_careful_again(self, given: dict[str, Any], second: bool) -> None:
        """As often as all others together, or hardly a case would come to its end."""
        self.careful(given, second)

    @rule(which=st.sampled_from([0, 1]), what=st.sampled_from(EVENTS))
    def a_record_moves(self, which: int, what: str) -> None:
        """A court or another authority touches an event, or the party objects to it."""
        self.touch(which, what)

    def touch(self, which: int, what: str) -> None:
        """It happens on the card and on the product, or on neither."""
        card, event = deepcopy(self.desk.card), self.desk.events[which]
        self.seen["steps"] += 1
        judge = f"judge{self.seen['steps']}"  # whoever set a record right has a part in it
        try:
            if what in ("upheld", "rejected"):
                need(card.events[which] != "revoked")
            if what != "rejected":
                card.status(which, "revoke" if what == "upheld" else what)
            lawful = True
        except UnlawfulError:
            lawful = False

        def happen() -> None:
            if what not in ("upheld", "rejected"):
                self.office.status(event, what)
                return
            objection = object_to(self.office, "event", event.event_id)
            resolve(self.office, objection, what, who=judge)

        refused = refusal(happen)
        assert (refused is None) == lawful, (which, what, card.events, refused)
        self.seen["refused" if refused else what] += 1
        self.desk.card = card if lawful else self.desk.card
        self.check()


def test_no_way_through_a_case_but_the_lawful_one(office: Office, record_property: Any) -> None:
    office.clock.move_to(MONDAY)
    seen: Counter[str] = Counter()
    run_state_machine_as_test(
        lambda: Walk(office, seen),
        settings=settings(
            max_examples=max(2, STEPS // EACH), stateful_step_count=EACH, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    record_property("steps", dict(seen))
    assert seen["notice"], "a walk on which nobody is told proves nothing: take more steps"
    assert seen["refused"]


def test_hands_that_reach_for_a_case_at_once_leave_one_move_and_no_gap(office: Office) -> None:
    office.clock.move_to(MONDAY)
    chance, listed = random.Random(11), 0
    for number in range(1, 4):
        desk = Desk(office, number)
        for round_ in range(40):
            if desk.card.stage == "concluded":
                listed += 1
                break
            who, move, stated = desk.in_order(PLAIN, second=chance.random() < 0.5)
            deeds = [(move, paper(office, who, 10 * round_, stated))]
            deeds.append((move, replace(deeds[0][1], who=chance.choice(PEOPLE))))
            if desk.case is not None:
                other = chance.choice([each for each in MOVES if each not in ("propose", "drop")])
                deeds.append((other, paper(office, chance.choice(PEOPLE), 10 * round_ + 1, PLAIN)))
            told = at_once(desk, deeds)
            lawful = [n for n, deed in enumerate(deeds) if taken(desk, *deed) is not None]
            passed = [n for n, each in enumerate(told) if each is None]
            assert (len(passed), set(passed) <= set(lawful)) == (min(1, len(lawful)), True), (
                deeds,
                told,
            )
            for n in passed:
                desk.card = taken(desk, *deeds[n]) or desk.card
            assert not sins(office, desk)
    assert listed


def taken(desk: Desk, move: str, ask: Ask) -> Card | None:
    """The card after the move; None: it is unlawful."""
    card = deepcopy(desk.card)
    try:
        card.move(move, ask, desk.office.today)
    except UnlawfulError:
        return None
    return card


def at_once(desk: Desk, deeds: list[tuple[str, Ask]]) -> list[Refusal | None]:
    """What each is told, all begun at the same moment on the version that all have read."""
    start, version = Barrier(len(deeds)), desk.card.version

    def run(deed: tuple[str, Ask]) -> Refusal | None:
        start.wait(timeout=30)
        return refusal(lambda: desk.file(*deed, version))

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))
