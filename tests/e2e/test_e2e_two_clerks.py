"""Two people at once, in threads of one service: both are heard, and one of them is told to look again."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Barrier
from typing import Any

import orjson
import pytest
from builders import a_code, an_event, two_major_accidents
from due_process import RULE, Office, a_decree, a_person, office
from honours import Hall, a_fine

from creditsvc.events import importing
from creditsvc.events import service as events
from creditsvc.events.import_rows import WordsNow
from creditsvc.events.importing import Upload
from creditsvc.findings import service as findings
from creditsvc.kernel.refusals import Refusal
from creditsvc.listings import service as listings
from creditsvc.proceedings import external
from creditsvc.proceedings import service as proceedings
from creditsvc.proceedings.domain import Stage
from creditsvc.proceedings.external import ExternalSettled
from creditsvc.proceedings.filing import StaleProceeding

__all__ = ["office"]


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """What each deed gives or is refused with, all begun at the same moment."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> Any:
        start.wait(timeout=30)
        try:
            return deed()
        except Refusal as refused:
            return refused

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


@pytest.mark.parametrize("number", [1, 2, 3])
def test_two_clerks_record_one_accident_each_and_the_finding_exists(office: Office, number: int):
    first, second = two_major_accidents(number)
    at_once(lambda: office.record(first), lambda: office.record(second))
    with office.runtime.work.read() as session:
        held = findings.held(session, office.key(number))
    assert held[RULE].outcome == "met"
    assert len(held[RULE].body["evidence"]) == 2


def test_two_handlers_serve_one_notice_and_the_second_is_stale(office: Office):
    one, _ = office.two_accidents()
    case = office.open(office.propose(one.enterprise_id))
    done = at_once(lambda: office.notice(case, "handler"), lambda: office.notice(case, "another"))
    assert sorted(type(each).__name__ for each in done) == ["Proceeding", "StaleProceeding"]
    assert (office.case(case).stage, office.case(case).version) == (Stage.NOTICED, 3)


def test_a_decision_and_a_withdrawal_at_once_leave_one_of_them(office: Office):
    one, _ = office.two_accidents()
    case = office.noticed(one.enterprise_id)
    office.clock.advance(days=15)
    case = office.review(case)

    def withdraw() -> Any:
        with office.act("handler") as act:
            return proceedings.drop(act, case.id, case.version, "撤案")

    done = at_once(lambda: office.decide(case), withdraw)
    assert sum(isinstance(each, StaleProceeding) for each in done) == 1
    assert office.case(case).version == case.version + 1


def test_a_decision_served_while_its_ground_is_revoked_leaves_nobody_listed(office: Office):
    """Either comes first; both may be heard, and the entry does not stand on what is gone."""
    one, _ = office.two_accidents()
    case = office.decided(one.enterprise_id)
    done = at_once(lambda: office.conclude(case), lambda: office.status(one, "revoke"))
    assert done[1] is None
    found = office.position(one.enterprise_id)
    assert (found.status, found.entries) == ("not_listed", ())


def test_an_honour_granted_while_its_holder_is_fined_does_not_stand(runtime, clock):
    hall = Hall(runtime, clock)
    one = hall.announced(hall.worthy())
    clock.advance(days=15)
    at_once(lambda: hall.grant(one), lambda: hall.record(a_fine()))
    found = hall.position(one.enterprise_id)
    assert (found.status, found.entries) == ("not_listed", ())


def test_two_clerks_send_one_file_and_each_row_is_recorded_once(office: Office):
    rows = [an_event(source_ref=f"E-{n}", uscc=a_code(n), name=f"虚构{n}号") for n in range(1, 301)]
    file = b"\n".join(orjson.dumps(one) for one in rows)

    def send(who: str) -> Any:
        words = office.runtime.part(WordsNow).read()
        upload = Upload(file=BytesIO(file), name="名单.jsonl")
        return importing.run(
            office.runtime.work, words, upload, caller=a_person(who), chunk=100
        )  # fmt: skip

    one, two = at_once(lambda: send("clerk"), lambda: send("other"))
    with office.runtime.work.read() as session:
        done = [importing.find(session, each.import_id) for each in (one, two)]
        keys = [office.key(n) for n in (1, 300)]
        assert [len(events.record_of(session, key)) for key in keys] == [1, 1]
    assert sum(each.recorded for each in done) == 300
    assert sum(each.unchanged for each in done) == 300
    assert [each.rejected for each in done] == [0, 0]


def test_two_approvers_confirm_one_decision_made_elsewhere_and_one_entry_is_made(office: Office):
    key = office.imported(a_decree())

    def confirm(who: str) -> Any:
        with office.act(who) as act:
            return listings.enter(act, office.laws, external.confirm(act, key))

    done = at_once(lambda: confirm("one"), lambda: confirm("two"))
    assert sum(isinstance(each, ExternalSettled) for each in done) == 1
    with office.runtime.work.read() as session:
        assert len(listings.of_enterprises(session, [office.key()])) == 1


def test_eight_clerks_at_once_leave_a_feed_without_gaps(office: Office):
    deeds = [
        lambda n=number: office.record(*two_major_accidents(n, f"虚构{n}号煤业"))
        for number in range(1, 9)
    ]
    at_once(*deeds)
    lines = office.feed()
    assert [line.seq for line in lines] == list(range(1, len(lines) + 1))
    assert [line.act_no for line in lines] == sorted(line.act_no for line in lines)
    assert {line.uscc for line in lines} == {a_code(n) for n in range(1, 9)}
