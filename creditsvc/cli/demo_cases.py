"""How the cases of the county's chronicle are run: each move by its own person, with its papers."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from creditsvc.cli.demo_county import County, Step
from creditsvc.cli.demo_papers import document
from creditsvc.cli.demo_people import AUTHORITY
from creditsvc.db.work import Act
from creditsvc.events import service as events
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.listings import service as listings
from creditsvc.proceedings import decisions, hearings, notices, opening
from creditsvc.proceedings import service as proceedings
from creditsvc.proceedings.decisions import Resolved, Reviewed
from creditsvc.proceedings.domain import Call, Minutes, Proceeding, Reply, Service
from creditsvc.proceedings.notices import Told
from creditsvc.proceedings.opening import Opened

PRINCIPAL = "虚构局长"
ROOM = "虚构县应急管理局听证室"


def propose(county: County, act: Act, step: Step) -> None:
    """A handler proposes a case."""
    given = step.given
    enterprise = events.current(act.session, county.events[given["on"]]).enterprise_id
    case = proceedings.propose(act, county.laws.in_use(act.session), enterprise, given["rule"])
    county.cases[given["case"]] = case.id


def open_case(county: County, act: Act, step: Step) -> None:
    """A principal approved its opening."""
    case, (law, _) = _case(county, act, step), _words(county, act)
    paper = document(county, "立", step, act.day)
    given = Opened(document=paper, approved_by=PRINCIPAL, complex_case=False)
    opening.open_case(act, law, case.id, case.version, given)


def notice(county: County, act: Act, step: Step) -> None:
    """A handler serves the notice."""
    case, (law, calendar) = _case(county, act, step), _words(county, act)
    told = Told(
        document=document(county, "告", step, act.day),
        service=_service(county, act, step),
        measures=tuple(step.given.get("measures", ())),
    )
    notices.notice(act, law, calendar, case.id, case.version, told)


def reply(county: County, act: Act, step: Step) -> None:
    """The party replies."""
    case, (law, calendar) = _case(county, act, step), _words(county, act)
    answer = Reply(document=document(county, "陈述", step, act.day), received_on=act.day)
    notices.reply(act, law, calendar, case.id, case.version, answer)


def request_hearing(county: County, act: Act, step: Step) -> None:
    """The party asks for a hearing."""
    case, paper = _case(county, act, step), document(county, "听申", step, act.day)
    hearings.request(act, _words(county, act), case.id, case.version, paper, act.day)


def call_hearing(county: County, act: Act, step: Step) -> None:
    """A handler calls it; the legal reviewer will preside."""
    case, (law, calendar) = _case(county, act, step), _words(county, act)
    call = Call(
        document=document(county, "听通", step, act.day),
        service=_service(county, act, step),
        held_on=step.given["held_on"],
        place=ROOM,
        presided_by="user:reviewer",
    )
    hearings.call(act, law, calendar, case.id, case.version, call)


def hear(county: County, act: Act, step: Step) -> None:
    """Whoever presided files the minutes."""
    case, (law, _) = _case(county, act, step), _words(county, act)
    paper = document(county, "听录", step, act.day)
    minutes = Minutes(document=paper, held_on=act.day, presided_by=act.actor.id)
    hearings.hear(act, law, case.id, case.version, minutes)


def review(county: County, act: Act, step: Step) -> None:
    """The legal reviewer approves."""
    case, (law, calendar) = _case(county, act, step), _words(county, act)
    paper = document(county, "审", step, act.day)
    opinion = Reviewed(document=paper, opinion="approve", reasons="事实清楚，程序合法")
    decisions.review(act, law, calendar, case.id, case.version, opinion)


def decide(county: County, act: Act, step: Step) -> None:
    """An approver decides."""
    case, (law, calendar) = _case(county, act, step), _words(county, act)
    given = step.given
    resolved = Resolved(
        document=document(county, "决", step, act.day),
        authority=given.get("authority", AUTHORITY),
        reply_answer=given.get("answer"),
        measures=tuple(given["measures"]) if "measures" in given else None,
    )
    decisions.decide(act, law, calendar, case.id, case.version, resolved)


def conclude(county: County, act: Act, step: Step) -> None:
    """A handler serves the decision; the entry is made, and published the same day."""
    case, served = _case(county, act, step), _service(county, act, step)
    decision = decisions.conclude(act, county.laws, case.id, case.version, served)
    entry = listings.enter(act, county.laws, decision)
    listings.note_published(act, [entry], act.day)
    county.listings[step.given["case"]] = entry.id


def drop(county: County, act: Act, step: Step) -> None:
    """A handler ends a case without a listing."""
    case = _case(county, act, step)
    proceedings.drop(act, case.id, case.version, step.given["why"])


CASE_MOVES: Mapping[str, Callable[[County, Act, Step], None]] = MappingProxyType(
    {
        "propose": propose,
        "open": open_case,
        "notice": notice,
        "reply": reply,
        "request_hearing": request_hearing,
        "call_hearing": call_hearing,
        "hear": hear,
        "legal_review": review,
        "decide": decide,
        "conclude": conclude,
        "drop": drop,
    }
)


def _case(county: County, act: Act, step: Step) -> Proceeding:
    return proceedings.get(act.session, county.cases[step.given["case"]])


def _words(county: County, act: Act) -> tuple[Law, Calendar]:
    return county.laws.in_use(act.session), county.crew.runtime.part(Calendar)


def _service(county: County, act: Act, step: Step) -> Service:
    """The service of today, with the papers that its kind asks for."""
    kind = step.given.get("served", "in_person")
    asked = county.laws.in_use(act.session).course.services[kind]
    proofs = [*asked.needs, *asked.one_of[:1]]
    reference = county.paper("送", f"{step.given['case']} {act.day}", str(act.day))
    return Service(
        kind=kind,
        day=act.day,
        reference=reference,
        proofs={proof.id: document(county, "证", step, act.day) for proof in proofs},
    )
