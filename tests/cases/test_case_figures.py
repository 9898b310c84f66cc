"""What the casebook cannot see in an answer: every grade edge, and the earliest repair of a record."""

from datetime import date

import pytest
from shipped import law

from creditsvc.law.display import display
from creditsvc.law.domain import Event

EDGES = [  # 条例493号第三条：以上含本数，以下不含本数
    ("deaths", 0, "general"),
    ("deaths", 2, "general"),
    ("deaths", 3, "major"),
    ("deaths", 9, "major"),
    ("deaths", 10, "serious"),
    ("deaths", 29, "serious"),
    ("deaths", 30, "extraordinary"),
    ("serious_injuries", 9, "general"),
    ("serious_injuries", 10, "major"),
    ("serious_injuries", 49, "major"),
    ("serious_injuries", 50, "serious"),
    ("serious_injuries", 99, "serious"),
    ("serious_injuries", 100, "extraordinary"),
    ("direct_loss", "9999999.99", "general"),
    ("direct_loss", "10000000", "major"),
    ("direct_loss", "49999999.99", "major"),
    ("direct_loss", "50000000", "serious"),
    ("direct_loss", "99999999.99", "serious"),
    ("direct_loss", "100000000", "extraordinary"),
]
# 58号令: 12 to 36 months for general and severe; 36号令: 3 to 12 general, 12 to 36 severe.
WINDOWS = [
    (date(2026, 3, 31), "fine", date(2026, 11, 30), date(2028, 11, 30)),
    (date(2026, 3, 31), "closure", date(2026, 11, 30), date(2028, 11, 30)),
    (date(2026, 4, 1), "fine", date(2026, 2, 28), date(2026, 11, 30)),
    (date(2026, 4, 1), "closure", date(2026, 11, 30), date(2028, 11, 30)),
]


@pytest.mark.parametrize("kind", ["ws.accident", "fs.accident"])
@pytest.mark.parametrize(("figure", "amount", "grade"), EDGES)
def test_each_figure_alone_reaches_its_grade(kind, figure, amount, grade):
    table = law().kinds.kinds[kind].graded_by
    assert table is not None
    assert table.reached({figure: amount}) == grade


def test_without_a_figure_there_is_no_grade():
    table = law().kinds.kinds["ws.accident"].graded_by
    assert table is not None
    assert table.reached({}) is None


@pytest.mark.parametrize(("on", "penalty", "earliest", "last"), WINDOWS)
def test_the_shorter_bound_is_the_earliest_repair_and_the_longer_the_end(
    on, penalty, earliest, last
):
    day = date(2025, 11, 30)
    facts = {"penalty_types": [penalty], "procedure": "general"}
    event = Event(ref="P", kind="ws.penalty", occurred_on=day, penalised_on=day, facts=facts)
    (record,) = display(law(), [event], on)
    assert (record.earliest_repair, record.last_day) == (earliest, last)
