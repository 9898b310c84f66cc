"""What people file for one enterprise: each move in an act of its own, at any version, on any day."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from builders import a_code, an_event
from card import DAY, Ask, Card, Days
from due_process import Office, a_paper, served

from creditsvc.kernel.periods import Calendar
from creditsvc.listings import service as listings
from creditsvc.proceedings import decisions, hearings, notices, opening
from creditsvc.proceedings import service as proceedings
from creditsvc.proceedings.decisions import Resolved, Reviewed
from creditsvc.proceedings.domain import Call, Deliberation, Minutes, Reply, Waiver
from creditsvc.proceedings.notices import Told
from creditsvc.proceedings.opening import Opened

MOVES = (
    "propose", "open", "notice", "renotice", "reply", "waive", "request_hearing", "withdraw_hearing",
    "call_hearing", "hear", "review", "deliberate", "decide", "serve", "conclude", "drop",
)  # fmt: skip
USUAL = {"hear": "reviewer", "review": "reviewer", "decide": "approver"}
IN_ORDER = {
    "wait": 0,
    "ago": 0, "sent_ago": 0, "kind": "mail", "opinion": "approve", "answered": True, "present": 2,
    "approved_by": "principal", "held_in": 14, "again": False,
}  # fmt: skip


class Desk:
    """What an office of six people files for one enterprise, on the product and on the card."""

    def __init__(self, office: Office, number: int) -> None:
        """A new enterprise with two accidents, on a Monday; a festival comes in the second week."""
        self.office, self.number, self.papers = office, number, 0
        ahead = 7 - office.today.weekday()
        office.clock.advance(days=ahead)
        start = office.today
        off = frozenset(start + n * DAY for n in (7, 8, 9, 28))
        made_up = frozenset(start + n * DAY for n in (5, 12, 26))
        self.card = Card(days=Days(off, made_up))
        self.calendar = Calendar(
            days_off=off, make_up_days=made_up, first_announced_year=2000, last_announced_year=9000
        )
        self.events = office.record(
            *(
                an_event(
                    source_ref=f"E-{number}-{ago}", uscc=a_code(number), name=f"虚构{number}煤业有限公司",
                    occurred_on=str(start - ago * DAY), penalised_on=str(start - 20 * DAY),
                )
                for ago in (40, 70)
            )
        )  # fmt: skip
        self.enterprise = self.events[0].enterprise_id
        self.case: UUID | None = None

    def file(self, move: str, ask: Ask, version: int) -> Any:
        """One move of the product, in an act of its own."""
        office, paper = self.office, a_paper(ask.day, ask.number)
        proof = replace(served(ask.sent, kind=ask.kind), proofs=self.proofs(ask))
        with office.act(ask.who) as act:
            law = office.laws.in_use(act.session)
            if move == "propose":
                self.case = proceedings.propose(act, law, self.enterprise, "WS11-6-2").id
                return self.case
            at = (self.case, version)
            counted = (act, law, self.calendar, *at)
            told = Told(document=paper, service=proof, measures=tuple(sorted(ask.measures)))
            moves: dict[str, Callable[[], Any]] = {
                "open": lambda: opening.open_case(
                    act, law, *at, Opened(document=paper, approved_by=ask.approved_by, complex_case=ask.complex_case)
                ),
                "notice": lambda: notices.notice(*counted, told),
                "renotice": lambda: notices.renotice(*counted, told),
                "reply": lambda: notices.reply(*counted, Reply(document=paper, received_on=ask.day)),
                "waive": lambda: notices.waive(act, *at, Waiver(document=paper, hearing=ask.hearing_too)),
                "request_hearing": lambda: hearings.request(act, (law, self.calendar), *at, paper, ask.day),
                "withdraw_hearing": lambda: hearings.withdraw(act, *at, paper),
                "call_hearing": lambda: hearings.call(
                    *counted,
                    Call(document=paper, service=proof, held_on=ask.held_on, place="听证室", presided_by=f"user:{ask.presider}"),
                ),
                "hear": lambda: hearings.hear(
                    act, law, *at, Minutes(document=paper, held_on=ask.day, presided_by=f"user:{ask.who}")
                ),
                "review": lambda: decisions.review(
                    *counted,
                    Reviewed(document=paper, opinion=ask.opinion, reasons="理由", complex_case=ask.complex_case),
                ),
                "deliberate": lambda: decisions.deliberate(
                    *counted, Deliberation(document=paper, present=("甲", "乙")[: ask.present])
                ),
                "decide": lambda: decisions.decide(*counted, self.resolved(ask, paper)),
                "serve": lambda: decisions.serve(act, office.laws, *at, proof),
                "conclude": lambda: listings.enter(
                    act, office.laws, decisions.conclude(act, office.laws, *at, None)
                ),
                "drop": lambda: proceedings.drop(act, *at, "撤案"),
            }  # fmt: skip
            return moves[move]()

    @staticmethod
    def resolved(ask: Ask, paper: Any) -> Resolved:
        answer = "不采纳" if ask.answered else None
        return Resolved(
            document=paper, authority="虚构区应急管理局", reply_answer=answer, hearing_answer=answer,
            measures=tuple(sorted(ask.measures)),
        )  # fmt: skip

    @staticmethod
    def proofs(ask: Ask) -> dict[str, Any]:
        if ask.kind != "public_notice":
            return {}
        return {name: a_paper(ask.sent, name) for name in ("failed_attempts", "publication")}

    def in_order(self, given: dict[str, Any], *, second: bool) -> tuple[str, str, dict[str, Any]]:
        """The next step, who takes it and what is filed, once it is time for it."""
        card = self.card
        move, first = card.next_step(), self.office.today
        who = USUAL.get(move, "handler") + ("2" if second else "")
        if move == "review" and not card.waiver:
            first = card.until + DAY
        elif move == "hear":
            who, first = card.hearing["call"].presider, card.hearing["call"].held_on
        elif move == "conclude":
            first = card.enters
        self.office.clock.advance(days=max(0, (first - self.office.today).days))
        measures = frozenset() if move == "decide" else given["measures"]
        presider = "reviewer2" if second else "reviewer"
        return who, move, {**given, **IN_ORDER, "measures": measures, "presider": presider}
