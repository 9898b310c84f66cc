"""Bans of the authority's own on their way: told, answered, given up, heard and reviewed."""

from typing import Any

from due_process import Office, a_paper, served
from people_in_cases import AUTHORITY, of

from creditsvc.bans import notices
from creditsvc.bans.domain import Ban
from creditsvc.bans.notices import Told
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.proceedings.domain import Call, Deliberation, Minutes, Reply, Review, Waiver


def words(office: Office, act: Any) -> tuple[Law, Calendar]:
    """The rulebook in use and the calendar."""
    return office.laws.in_use(act.session), office.calendar


def told(office: Office, ban: Ban, by: str = "handler", **more: Any) -> Ban:
    """The notice served today."""
    given = Told(
        document=more.get("document") or a_paper(office.today, more.get("number", "禁告1号")),
        service=more.get("service") or served(office.today),
        grave=more.get("grave"),
        complex_case=more.get("complex_case"),
    )
    with office.runtime.work.act(of(ban.authority, by)) as act:
        return notices.tell(act, words(office, act), ban.id, ban.version, given)


def replied(office: Office, ban: Ban, by: str = "handler") -> Ban:
    """A reply received today."""
    given = Reply(document=a_paper(office.today, "陈述"), received_on=office.today)
    with office.runtime.work.act(of(ban.authority, by)) as act:
        return notices.ROOM.reply(act, words(office, act), (ban.id, ban.version), given)


def waived(office: Office, ban: Ban, *, hearing: bool = True) -> Ban:
    """The party gave up its time today."""
    given = Waiver(document=a_paper(office.today, "放弃1号"), hearing=hearing)
    with office.runtime.work.act(of(ban.authority)) as act:
        return notices.ROOM.waive(act, (ban.id, ban.version), given)


def ready(office: Office, ban: Ban) -> Ban:
    """A proposed ban that may be decided at once."""
    ban = waived(office, told(office, ban))
    return deliberated(office, ban) if ban.deliberation_due else ban


def deliberated(office: Office, ban: Ban) -> Ban:
    """The principals deliberated today."""
    meeting = Deliberation(document=a_paper(office.today, "会议纪要"), present=("局长", "副局长"))
    with office.runtime.work.act(of(AUTHORITY)) as act:
        return notices.ROOM.deliberate(act, words(office, act), (ban.id, ban.version), meeting)


def asked(office: Office, ban: Ban) -> Ban:
    """A hearing asked for today."""
    with office.runtime.work.act(of(AUTHORITY)) as act:
        return notices.ROOM.request(
            act,
            words(office, act),
            (ban.id, ban.version),
            a_paper(office.today, "听申"),
            office.today,
        )


def withdrawn(office: Office, ban: Ban) -> Ban:
    """The request taken back today."""
    with office.runtime.work.act(of(AUTHORITY)) as act:
        return notices.ROOM.withdraw(act, (ban.id, ban.version), a_paper(office.today, "撤听"))


def called(office: Office, ban: Ban, held_on: Any, presides: str = "presider") -> Ban:
    """The hearing called today."""
    given = Call(
        document=a_paper(office.today, "听通"), service=served(office.today), held_on=held_on,
        place="虚构大厅", presided_by=f"user:{presides}",
    )  # fmt: skip
    with office.runtime.work.act(of(AUTHORITY)) as act:
        return notices.ROOM.call(act, words(office, act), (ban.id, ban.version), given)


def held(office: Office, ban: Ban, by: str = "presider") -> Ban:
    """The hearing held today."""
    given = Minutes(
        document=a_paper(office.today, "笔录"), held_on=office.today, presided_by=f"user:{by}"
    )
    with office.runtime.work.act(of(AUTHORITY, by)) as act:
        return notices.ROOM.hear(act, words(office, act), (ban.id, ban.version), given)


def reviewed(office: Office, ban: Ban, by: str = "reviewer", opinion: str = "approve") -> Ban:
    """The legal opinion of today."""
    given = Review(document=a_paper(office.today, "审"), by="", opinion=opinion, reasons="理由")
    with office.runtime.work.act(of(AUTHORITY, by)) as act:
        return notices.ROOM.review(act, words(office, act), (ban.id, ban.version), given)
