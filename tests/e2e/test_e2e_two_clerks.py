"""Two people at once, in threads of one service: both are heard, and one of them is told to look again."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from builders import a_code, two_major_accidents
from due_process import RULE, Office, a_decree, office

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
