"""Moves of a case that another room holds as a part of its own matter: of a ban, of the entry of a person.

The moves are those of any case; the room says how a matter of its own is read, filed, and held against
the record. What the party does is recorded whatever the record says; what the authority does needs a
ground that holds.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.db.work import Act
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.proceedings import clocks, deciding, hearing, serving, telling
from creditsvc.proceedings.domain import (
    Call,
    Deliberation,
    Document,
    Minutes,
    Proceeding,
    Reply,
    Review,
    Waiver,
)
from creditsvc.proceedings.steps import Hands, handlers, noticed

T = TypeVar("T")
Words = tuple[Law, Calendar]
Place = tuple[UUID, int]  # a matter, at the version that the caller read
HANDLES, REVIEWS = "proceedings.handle", "proceedings.review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Room(Generic[T]):
    """A room that holds cases.

    opened: the undecided matter at a version with its case, if the actor may act in it by that scope.
    must_be_apart: refuses who handled it, or counts as one with them. moves: who made which.
    """

    opened: Callable[[Act, Place, str], tuple[T, Proceeding]]
    must_hold: Callable[[Act, Law, T], None]
    must_be_apart: Callable[[Act, T, frozenset[str]], None]
    moves: Callable[[Session, UUID], Hands]
    file: Callable[[Act, T, Proceeding, str, Document], T]

    def reply(self, act: Act, words: Words, place: Place, given: Reply) -> T:
        """Record what the party replied, late or not; the decision must answer it."""
        one, case = self.opened(act, place, HANDLES)
        limits = clocks.limits_so_far(*words, case, noticed(case))
        moved = telling.reply(case, given, limits, today=act.day)
        return self.file(act, one, moved, "reply", given.document)

    def waive(self, act: Act, place: Place, given: Waiver) -> T:
        """Record that the party gave up its time in writing."""
        one, case = self.opened(act, place, HANDLES)
        moved = telling.waive(case, given, today=act.day)
        return self.file(act, one, moved, "waive", given.document)

    def request(self, act: Act, words: Words, place: Place, paper: Document, on: date) -> T:
        """Record that the party asked for a hearing, received on the day *on*; all waits for it."""
        one, case = self.opened(act, place, HANDLES)
        limits = clocks.limits_so_far(*words, case, noticed(case))
        moved = hearing.request(case, paper, on, limits, today=act.day)
        return self.file(act, one, moved, "request_hearing", paper)

    def withdraw(self, act: Act, place: Place, paper: Document) -> T:
        """Record that the party took its request back in writing."""
        one, case = self.opened(act, place, HANDLES)
        moved = hearing.withdraw(case, paper, today=act.day)
        return self.file(act, one, moved, "withdraw_hearing", paper)

    def call(self, act: Act, words: Words, place: Place, given: Call) -> T:
        """Record the served notice of the hearing: day, place, and who will preside."""
        one, case = self.opened(act, place, HANDLES)
        law, calendar = words
        self.must_hold(act, law, one)
        served = serving.counted(law, given.service, today=act.day)
        called = hearing.call(
            case,
            replace(given, service=served),
            self.moves(act.session, place[0]) | {("call_hearing", act.actor.id)},
            notice_until=clocks.call_until(law, calendar, case, served.served_on),
            today=act.day,
        )
        return self.file(act, one, called, "call_hearing", given.document)

    def hear(self, act: Act, words: Words, place: Place, given: Minutes) -> T:
        """File the minutes: whoever files them presided, and did not handle the case."""
        one, case, hands = self._apart(act, words, place)
        minutes = replace(given, presided_by=act.actor.id)
        heard = hearing.hear(case, minutes, hands, today=act.day)
        return self.file(act, one, heard, "hear", given.document)

    def review(self, act: Act, words: Words, place: Place, given: Review) -> T:
        """Record the opinion of somebody who did not handle it; `return` is a move of its own name."""
        one, case, hands = self._apart(act, words, place)
        opinion = replace(given, by=act.actor.id, reasons=given.reasons.strip())
        limits = clocks.limits(*words, case, noticed(case))
        seen = deciding.review(case, opinion, limits, hands, today=act.day)
        move = "review" if given.opinion == deciding.APPROVE else "return"
        return self.file(act, one, seen, move, given.document)

    def deliberate(self, act: Act, words: Words, place: Place, given: Deliberation) -> T:
        """Record the joint deliberation of the principals (行政处罚法 art. 57)."""
        one, case = self.opened(act, place, HANDLES)
        self.must_hold(act, words[0], one)
        limits = clocks.limits(*words, case, noticed(case))
        met = deciding.deliberate(case, given, limits, today=act.day)
        return self.file(act, one, met, "deliberate", given.document)

    def _apart(self, act: Act, words: Words, place: Place) -> tuple[T, Proceeding, Hands]:
        """The matter for somebody who did not handle it, on a ground that holds."""
        one, case = self.opened(act, place, REVIEWS)
        hands = self.moves(act.session, place[0])
        self.must_be_apart(act, one, handlers(hands))
        self.must_hold(act, words[0], one)
        return one, case, hands
