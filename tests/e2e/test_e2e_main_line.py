"""The main job, straight through: events, finding, two people, listing, look-up, annulment."""

from builders import Clerk, a_code, two_major_accidents

from creditsvc.kernel.clock import FixedClock

RULE = "WS11-6-2"


def test_two_accidents_become_a_listing_and_an_annulled_one_undoes_it(
    clerk: Clerk, clock: FixedClock
):
    bank = clerk.partner("credit.read")
    first, _ = clerk.record(*two_major_accidents())
    assert clerk.look_up(a_code(1), bank).json["status"] == "not_listed"

    clerk.listed(a_code(1), RULE, clock)
    bank = clerk.partner("credit.read")  # the first token has run out in the meantime
    bank = clerk.partner("credit.read")
    listed = clerk.look_up(a_code(1), bank).json
    assert listed["status"] == "listed"
    assert listed["tier"] == "D"
    assert listed["listings"][0]["ground"]["article"] == "第六条第（二）项"
    assert listed["listings"][0]["last_day"] == "2029-12-05"

    assert clerk.status(first, "revoke").status_code == 200
    cleared = clerk.look_up(a_code(1), bank).json
    assert cleared["status"] == "not_listed"
    assert cleared["listings"] == []
