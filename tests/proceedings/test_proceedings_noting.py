"""What the trail says of each move of a case: days and what was due, and nothing of anybody."""

import pytest

from creditsvc.audit import service as trail

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


def noted(office, *stages):
    with office.runtime.work.read() as session:
        found = [
            facts for stage in stages for _, facts in trail.noted(session, f"proceeding.{stage}")
        ]
    return [{name: one for name, one in facts.items() if name != "version"} for facts in found]


def test_the_trail_tells_the_days_of_a_case_from_its_opening_to_its_entry(office):
    one, _ = office.two_accidents()
    office.listed(one.enterprise_id)
    assert noted(office, "proposed", "opened", "noticed") == [
        {"move": "propose"},
        {"move": "open", "opened_on": "2026-11-20", "review_due": True, "deliberation_due": False},
        {
            "move": "notice",
            "served_on": "2026-11-20",
            "reply_until": "2026-11-27",
            "hearing_until": "2026-11-27",
        },
    ]
    assert noted(office, "reviewed", "decided", "served", "concluded") == [
        {"move": "review", "reviewed_on": "2026-12-05", "opinion": "approve"},
        {"move": "decide", "decided_on": "2026-12-05"},
        {"move": "serve", "served_on": "2026-12-05"},
        {"move": "conclude", "served_on": "2026-12-05"},
    ]


def test_a_waiver_says_whether_it_gives_up_the_hearing_too(office):
    one, _ = office.two_accidents()
    case = office.waive(office.noticed(one.enterprise_id), hearing=False)
    office.reply(case)
    assert noted(office, "noticed")[-1] == {
        "move": "waive",
        "waived_on": "2026-11-20",
        "hearing": False,
    }
    assert noted(office, "replied") == [{"move": "reply"}]
