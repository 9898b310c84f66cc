"""What a document is about, and when and under which number the record has it already. Pure."""

from dataclasses import dataclass
from datetime import date

from creditsvc.documents.domain import Facts, Given, OtherDocument
from creditsvc.documents.grounds import Told
from creditsvc.documents.words import period
from creditsvc.enterprises.domain import Enterprise
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.listings.domain import Entry
from creditsvc.proceedings.domain import Document, Proceeding
from creditsvc.remedies.domain import Objection
from creditsvc.repairs.domain import Obstacle, Repair
from creditsvc.repairs.domain import Stage as Repairing


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a document is about, and who writes it on which day.

    entry, repair, objection, case: those that the document is asked of, with what they rest on.
    told: the ground in words. obstacles: of a repair that is open, as the record is now.
    """

    law: Law
    calendar: Calendar
    enterprise: Enterprise
    given: Given
    authority: str | None
    today: date
    base_url: str
    told: Told
    case: Proceeding | None = None
    entry: Entry | None = None
    repair: Repair | None = None
    objection: Objection | None = None
    obstacles: tuple[Obstacle, ...] = ()

    @property
    def about(self) -> str:
        """Whether the case or entry burdens, honours, or restores an entry."""
        if self.case is not None and self.case.ground.restores is not None:
            return "restoration"
        return self.law.lists[self.told.list_id].polarity


def recorded(matter: Matter, template: str) -> Document | None:
    """The document as the record has it already: its number and day then prevail."""
    case, repair = matter.case, matter.repair
    if case is not None:
        told = case.notice.document if case.notice else None
        made = case.decision.document if case.decision else None
        return {
            "listing_notice": told,
            "restoration_notice": told,
            "listing_decision": made,
            "restoration_decision": made,
            "redlist_grant": made,
        }.get(template)
    if repair is None:
        return None
    ended = repair.outcome.document if repair.outcome else None
    stages = {
        "repair_non_acceptance": Repairing.DECLINED,
        "early_removal_decision": Repairing.GRANTED,
        "removal_refusal": Repairing.REFUSED,
    }
    if template == "repair_acceptance":
        return repair.acceptance.document if repair.acceptance else None
    return ended if stages.get(template) is repair.stage else None


def day_of(matter: Matter, template: str) -> date:
    """The day of the document: as recorded, else as given, else today. Raises OtherDocument."""
    known, given = recorded(matter, template), matter.given
    if known is not None and given.day not in {None, known.day}:
        raise OtherDocument(
            f"该文书已登记，日期为{known.day}，不得另写",
            f"the document is on record with the day {known.day} and has no other",
            field="day",
        )
    return known.day if known is not None else given.day or matter.today


def remedies(matter: Matter, on: date) -> Facts:
    """The time for reconsideration and for litigation, counted from *on*."""
    key = matter.told.list_id
    return {
        **period(matter.law, matter.calendar, f"{key}.reconsideration", on, "review"),
        **period(matter.law, matter.calendar, f"{key}.litigation", on, "suit"),
    }
