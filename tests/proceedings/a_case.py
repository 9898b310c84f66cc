"""A case built by lawful moves alone, stage by stage, without a database."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from due_process import a_paper, served

from creditsvc.proceedings import deciding, hearing, telling
from creditsvc.proceedings.domain import (
    Call,
    Decision,
    Deliberation,
    Ground,
    Minutes,
    Notice,
    Opening,
    Outcome,
    Proceeding,
    Reply,
    Review,
    Stage,
    Waiver,
)
from creditsvc.proceedings.steps import Limits, Owed

KEY = UUID(int=1)
DAY = timedelta(days=1)
PROPOSED, OPENED, SERVED = date(2026, 11, 17), date(2026, 11, 18), date(2026, 11, 20)
UNTIL, TODAY = date(2026, 11, 27), date(2026, 12, 15)
HELD = date(2026, 12, 10)
LIMITS = Limits(reply=UNTIL, hearing=UNTIL)
OWED = Owed(review=True, deliberation=False)
HANDS = frozenset({("propose", "proposer"), ("open", "handler"), ("notice", "handler")})
REVIEWED_BY = HANDS | {("review", "reviewer")}
TOLD = Outcome(
    list="serious_dishonesty", rule="WS11-6-2", months=36, counts_from="decision",
    measures=("M11-3", "M11-4"),
)  # fmt: skip


def a_case(**changes) -> Proceeding:
    ground = Ground(
        rule="WS11-6-2", list="serious_dishonesty", instrument="应急管理部令第11号", article="第六条第（二）项",
        law_digest="0" * 64, rule_digest="1" * 64, evidence=("a", "b"),
        term={"months": 36, "counts_from": "decision"}, explanation={"zh": "因", "en": "why"}, discretionary=False,
    )  # fmt: skip
    case = Proceeding(
        id=KEY, version=1, enterprise_id=KEY, stage=Stage.PROPOSED, ground=ground, opened_on=PROPOSED,
        proposed_by="proposer",
    )  # fmt: skip
    return replace(case, **changes)


def an_opening(**changes) -> Opening:
    given = Opening(
        document=a_paper(OPENED, "立"), approved_by="principal", handled_by="handler",
        complex_case=False, review_due=True, deliberation_due=False,
    )  # fmt: skip
    return replace(given, **changes)


def a_notice(**changes) -> Notice:
    given = Notice(
        service_id=KEY, document=a_paper(SERVED, "告"), service=served(SERVED), reply_until=UNTIL,
        provisional=False, article="第九条", handled_by="handler", hearing_until=UNTIL, outcome=TOLD,
    )  # fmt: skip
    return replace(given, **changes)


def a_reply(day=SERVED) -> Reply:
    return Reply(document=a_paper(day, "陈述"), received_on=day)


def a_waiver(day=SERVED, *, hearing=True) -> Waiver:
    return Waiver(document=a_paper(day, "弃"), hearing=hearing)


def a_call(**changes) -> Call:
    given = Call(
        document=a_paper(SERVED + DAY, "听通"), service=served(SERVED + DAY), held_on=HELD,
        place="听证室", presided_by="presider",
    )  # fmt: skip
    return replace(given, **changes)


def some_minutes(**changes) -> Minutes:
    given = Minutes(document=a_paper(HELD, "听录"), held_on=HELD, presided_by="presider")
    return replace(given, **changes)


def a_review(**changes) -> Review:
    given = Review(
        document=a_paper(TODAY, "审"), by="reviewer", opinion="approve", reasons="事实清楚"
    )
    return replace(given, **changes)


def a_meeting(day=TODAY, present=("甲", "乙")) -> Deliberation:
    return Deliberation(document=a_paper(day, "集"), present=present)


def a_decision(**changes) -> Decision:
    given = Decision(
        document=a_paper(TODAY, "决"), authority="局", decided_by="approver", decided_on=TODAY,
        reply_answer="不采纳", waiver=None, hearing_answer="不采纳", outcome=TOLD,
    )  # fmt: skip
    return replace(given, **changes)


def asked(case: Proceeding, day=SERVED) -> Proceeding:
    return hearing.request(case, a_paper(day, "听申"), day, LIMITS, today=TODAY)


def called(case: Proceeding) -> Proceeding:
    return hearing.call(case, a_call(), HANDS, notice_until=HELD - DAY, today=TODAY)


def decided(case: Proceeding, **changes) -> Proceeding:
    given = a_decision(**changes)
    return deciding.decide(case, given, LIMITS, OWED, REVIEWED_BY, today=TODAY)


def reviewed(case: Proceeding, **changes) -> Proceeding:
    return deciding.review(case, a_review(**changes), LIMITS, HANDS, today=TODAY)


MOVES = {
    "open": lambda case: telling.open_case(case, an_opening(), today=TODAY),
    "notice": lambda case: telling.notice(case, a_notice(), today=TODAY),
    "renotice": lambda case: telling.renotice(
        case, a_notice(document=a_paper(SERVED, "再告")), today=TODAY
    ),
    "reply": lambda case: telling.reply(case, a_reply(), LIMITS, today=TODAY),
    "waive": lambda case: telling.waive(case, a_waiver(), today=TODAY),
    "request": asked,
    "withdraw": lambda case: hearing.withdraw(case, a_paper(TODAY, "听撤"), today=TODAY),
    "call": called,
    "hear": lambda case: hearing.hear(case, some_minutes(), HANDS, today=TODAY),
    "review": reviewed,
    "deliberate": lambda case: deciding.deliberate(case, a_meeting(), LIMITS, today=TODAY),
    "decide": decided,
    "serve": lambda case: deciding.serve(case, served(TODAY), today=TODAY),
    "conclude": lambda case: deciding.conclude(case, today=TODAY),
    "drop": lambda case: telling.drop(case, "撤案"),
    "lapse": lambda case: telling.lapse(case, "依据撤销"),
}
WAYS = {  # the lawful moves that lead to each stage
    Stage.PROPOSED: (),
    Stage.OPENED: ("open",),
    Stage.NOTICED: ("open", "notice"),
    Stage.REPLIED: ("open", "notice", "reply"),
    Stage.HEARD: ("open", "notice", "reply", "request", "call", "hear"),
    Stage.REVIEWED: ("open", "notice", "reply", "review"),
    Stage.DECIDED: ("open", "notice", "reply", "review", "decide"),
    Stage.SERVED: ("open", "notice", "reply", "review", "decide", "serve"),
    Stage.CONCLUDED: ("open", "notice", "reply", "review", "decide", "serve", "conclude"),
    Stage.DROPPED: ("open", "drop"),
}


def by(*moves: str, case: Proceeding | None = None) -> Proceeding:
    """The case that *moves* lead to."""
    made = case or a_case()
    for move in moves:
        made = MOVES[move](made)
    return made


def at(stage: Stage) -> Proceeding:
    """A case that came lawfully to *stage*."""
    return by(*WAYS[stage])
