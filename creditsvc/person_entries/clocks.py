"""The times of a person's entry: those of its case, and its own last day. Pure."""

from datetime import date

from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.person_entries.domain import PersonEntry, Stage
from creditsvc.proceedings import clocks as cases
from creditsvc.proceedings.clocks import Clock

TERM = "person_entry.term"
TEXT = {"zh": "列入期限最后一日，次日起移出", "en": "last day of the person's entry"}


def clocks(law: Law, calendar: Calendar, one: PersonEntry, today: date) -> list[Clock]:
    """Those of its case up to the service of the decision; none once it was dropped."""
    if one.stage is Stage.DROPPED:
        return []
    return list(cases.clocks(law, calendar, one.case, today))


def term(one: PersonEntry, today: date) -> list[Clock]:
    """The last day of an entry that stands or is to stand; none where it has ended early."""
    made, last = one.case.decision, one.last_day
    if made is None or last is None or one.stage is not Stage.SERVED:
        return []
    article = one.case.ground.article
    return [cases.term(TERM, TEXT, article, (made.decided_on, last), today)]
