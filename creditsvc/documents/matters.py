"""What a document is about, and when and under which number the record has it already. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from creditsvc.bans.domain import Ban
from creditsvc.documents.barred import Barred
from creditsvc.documents.domain import Facts, Given, OtherDocument
from creditsvc.documents.entered import Entered
from creditsvc.documents.grounds import Told
from creditsvc.documents.penalties import Identity, Penalty
from creditsvc.documents.words import period
from creditsvc.enterprises.domain import Enterprise
from creditsvc.kernel.periods import Calendar
from creditsvc.law.grants import Grant
from creditsvc.law.rulebook import Law
from creditsvc.listings.domain import Entry
from creditsvc.person_entries.domain import PersonEntry
from creditsvc.proceedings.domain import Document, Proceeding
from creditsvc.redlist.application import Application
from creditsvc.redlist.application import Stage as Honouring
from creditsvc.redlist.conditions import Checked
from creditsvc.redlist.losing import Loss
from creditsvc.redlist.losing import LossStage as Losing
from creditsvc.remedies.domain import DECIDED as ANSWERED
from creditsvc.remedies.domain import Objection
from creditsvc.repairs.domain import Answer, Obstacle, Repair
from creditsvc.repairs.domain import Stage as Repairing
from creditsvc.repairs.ways import Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a document is about, and who writes it on which day.

    entry, repair, objection, case, application, loss, ban, person_entry: those that the document is asked of, with what
    they rest on. told: the ground in words, or the record it is about. way, obstacles: of a repair,
    as the record is now; grant, states: of an application for an honour.
    """

    law: Law
    calendar: Calendar
    enterprise: Enterprise
    given: Given
    authority: str | None
    today: date
    base_url: str
    told: Told | Penalty | Identity | Barred | Entered
    case: Proceeding | None = None
    entry: Entry | None = None
    repair: Repair | None = None
    objection: Objection | None = None
    way: Way | None = None
    obstacles: tuple[Obstacle, ...] = ()
    application: Application | None = None
    grant: Grant | None = None
    states: tuple[Checked, ...] = ()
    loss: Loss | None = None
    ban: Ban | None = None
    person_entry: PersonEntry | None = None

    @property
    def about(self) -> str:
        """Whether it burdens, honours, or restores an entry, or concerns a record or who somebody is."""
        if self.case is not None and self.case.ground.restores is not None:
            return "restoration"
        return self.told.about(self.law)


def listed(matter: Matter) -> Told:
    """The ground of the list that it is about."""
    if not isinstance(matter.told, Told):
        raise TypeError("the template is of a list")  # `page_of` asks for its own matters
    return matter.told


def recorded(matter: Matter, template: str) -> Document | None:
    """The document as the record has it already: its number and day then prevail."""
    if matter.case is not None:
        return _of_case(matter.case, template)
    if matter.repair is not None:
        return _of_repair(matter.repair, template)
    if matter.ban is not None:
        return _of_ban(matter.ban, template)
    if matter.application is not None:
        return _of_application(matter.application, template)
    if matter.person_entry is not None and matter.objection is None:
        return _of_case(matter.person_entry.case, template)
    return _of_complaint(matter, template)


def _of_complaint(matter: Matter, template: str) -> Document | None:
    """That of an objection, or of the loss of an honour."""
    if matter.objection is not None:
        outcome = matter.objection.outcome if matter.objection.stage in ANSWERED else None
        return outcome.document if outcome is not None else None
    if matter.loss is not None and matter.loss.outcome is not None:
        stage = {"redlist_loss_decision": Losing.LOST, "redlist_kept_decision": Losing.KEPT}
        kept = stage.get(template) is matter.loss.stage
        return matter.loss.outcome.document if kept else None
    return None


def _of_case(case: Proceeding, template: str) -> Document | None:
    told = case.notice.document if case.notice else None
    made = case.decision.document if case.decision else None
    return {
        "listing_notice": told,
        "restoration_notice": told,
        "person_notice": told,
        "person_decision": made,
        "listing_decision": made,
        "restoration_decision": made,
    }.get(template)


def _of_repair(repair: Repair, template: str) -> Document | None:
    """By the name of its template; early removal, that of a person and the repair of a record differ in the first word."""
    name = template.removeprefix("record_").removeprefix("person_")
    told = repair.questioned.notice if repair.questioned else None
    steps = {
        "repair_acceptance": repair.acceptance,
        "repair_gaps": repair.gaps,
        "repair_extension": repair.extension,
        "repair_revocation_notice": told if repair.stage is not Repairing.GRANTED else None,
    }
    if name in steps:
        step = steps[name]
        return step.document if step is not None else None
    granted = {Repairing.GRANTED, Repairing.QUESTIONED, Repairing.REVOKED}
    ends: Mapping[str, tuple[Answer | None, Collection[Repairing]]] = {
        "repair_non_acceptance": (repair.outcome, {Repairing.DECLINED}),
        "early_removal_decision": (repair.outcome, granted),
        "repair_decision": (repair.outcome, granted),
        "removal_refusal": (repair.outcome, {Repairing.REFUSED}),
        "repair_refusal": (repair.outcome, {Repairing.REFUSED}),
        "repair_revocation_decision": (repair.revocation, {Repairing.REVOKED}),
        "repair_upheld_decision": (repair.revocation, {Repairing.GRANTED}),
    }
    answer, stages = ends.get(name, (None, ()))
    return answer.document if answer is not None and repair.stage in stages else None


def _of_ban(ban: Ban, template: str) -> Document | None:
    if template == "ban_notice":
        return ban.case.notice.document if ban.case is not None and ban.case.notice else None
    made = {"ban_decision", "ban_by_law_decision"}
    return ban.decision.document if ban.decision is not None and template in made else None


def _of_application(one: Application, template: str) -> Document | None:
    if template == "redlist_announcement":
        return one.announcement.document if one.announcement is not None else None
    stage = {"redlist_grant": Honouring.GRANTED, "redlist_refusal": Honouring.REFUSED}.get(template)
    return one.outcome.document if one.outcome is not None and stage is one.stage else None


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
    key = matter.told.remedies
    return {
        **period(matter.law, matter.calendar, f"{key}.reconsideration", on, "review"),
        **period(matter.law, matter.calendar, f"{key}.litigation", on, "suit"),
    }
