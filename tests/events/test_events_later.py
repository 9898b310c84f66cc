"""Later facts: read from JSON and tables, checked like facts, in one form, and kept by their day."""

import io
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from builders import a_code, an_event

from creditsvc.events.domain import EventRefused, as_law_event, parse
from creditsvc.events.reading import BadRow, read
from creditsvc.kernel.regions import Regions
from creditsvc.law.domain import LaterFacts
from creditsvc.law.kinds import Kinds

CONFIG = Path(__file__).parents[2] / "config"
KINDS = Kinds.read(CONFIG / "law" / "kinds.yaml")
CODES = CONFIG / "codes"
REGIONS = Regions.read(
    CODES / "regions.csv", CODES / "regions_history.csv", CODES / "region_extensions.csv"
)
TODAY = date(2026, 11, 20)


def parsed(later, **changes):
    """The accident of 2026-05-03 with *later* facts."""
    event = an_event(later_facts=later, **changes)
    return parse(event, KINDS, REGIONS, strict_code=True, today=TODAY)


def pointers(later, **changes):
    with pytest.raises(EventRefused) as caught:
        parsed(later, **changes)
    assert all(error.zh and error.en for error in caught.value.errors)
    return [error.pointer for error in caught.value.errors]


def test_later_facts_stand_in_order_of_day_in_the_form_of_facts():
    told = parsed(
        [
            {"from": "2026-08-01", "facts": {"grade": "重大"}},
            {"from": "2026-05-20", "facts": {"direct_loss": 10, "deaths": "4"}},
        ]
    ).content
    assert told.canonical()["later_facts"] == [
        {"from": "2026-05-20", "facts": {"deaths": 4, "direct_loss": "10.00"}},
        {"from": "2026-08-01", "facts": {"grade": "serious"}},
    ]
    assert as_law_event(told, "A").later_facts[1] == LaterFacts(
        from_=date(2026, 8, 1), facts={"grade": "serious"}
    )


def test_order_and_cutting_up_do_not_move_the_digest_but_a_day_does():
    one = [{"from": "2026-05-20", "facts": {"deaths": 4, "liable": True}}]
    cut = [
        {"from": "2026-05-20", "facts": {"liable": True}},
        {"from": "2026-05-20", "facts": {"deaths": 4}},
        {"from": "2026-05-20", "facts": {"deaths": "4"}},
    ]
    other = [{"from": "2026-05-21", "facts": {"deaths": 4, "liable": True}}]
    digests = [parsed(each).content.digest() for each in (one, cut, cut[::-1], other)]
    assert digests[0] == digests[1] == digests[2] != digests[3]


def test_an_event_without_later_facts_keeps_its_digest():
    plain = parse(an_event(), KINDS, REGIONS, strict_code=True).content
    assert "later_facts" not in plain.canonical()
    for none in ([], None, ""):
        assert parsed(none).content.digest() == plain.digest()
    assert parsed([{"from": "2026-05-04", "facts": {"deaths": 3}}]).content != plain


def test_the_canonical_form_reads_back_unchanged():
    once = parsed([{"from": "2026-05-20", "facts": {"direct_loss": "1.50", "grade": "major"}}])
    again = parse(once.content.canonical(), KINDS, REGIONS, strict_code=True, today=TODAY)
    assert again.content == once.content


@pytest.mark.parametrize(
    ("later", "where"),
    [
        ({"from": "2026-05-20"}, ["/later_facts"]),
        (["x"], ["/later_facts/0"]),
        ([{"facts": {"deaths": 4}}], ["/later_facts/0/from"]),
        ([{"from": "2026-02-30", "facts": {"deaths": 4}}], ["/later_facts/0/from"]),
        ([{"from": 20260520, "facts": {"deaths": 4}}], ["/later_facts/0/from"]),
        ([{"from": "2026-05-02", "facts": {"deaths": 4}}], ["/later_facts/0/from"]),
        ([{"from": "2026-05-20"}], ["/later_facts/0/facts"]),
        ([{"from": "2026-05-20", "facts": {}}], ["/later_facts/0/facts"]),
        ([{"from": "2026-05-20", "facts": {"deaths": None}}], ["/later_facts/0/facts"]),
        ([{"from": "2026-05-20", "facts": {"deaths": -1}}], ["/later_facts/0/facts/deaths"]),
        ([{"from": "2026-05-20", "facts": {"dead": 1}}], ["/later_facts/0/facts/dead"]),
        ([{"from": "2026-05-20", "facts": {"deaths": 4}, "until": "x"}], ["/later_facts/0/until"]),
        ([{"from": "2026-05-20", "facts": {"deaths": 4}}] * 101, ["/later_facts"]),
        (
            [
                {"from": "2026-05-20", "facts": {"deaths": 4}},
                {"from": "2026-05-20", "facts": {"deaths": 5}},
            ],
            ["/later_facts/1/facts/deaths"],
        ),
        ([{"from": "x", "facts": {"dead": 1}}], ["/later_facts/0/from", "/later_facts/0/facts/dead"]),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_by_its_place(later, where):
    assert pointers(later) == where


def test_the_day_of_the_conduct_itself_may_bring_a_fact():
    assert parsed([{"from": "2026-05-03", "facts": {"deaths": 4}}]).content.later_facts


def test_an_unknown_kind_is_the_only_fault_told():
    assert pointers([{"from": "2026-05-20", "facts": {"deaths": 4}}], kind="x") == ["/kind"]


def test_a_day_to_come_is_warned_of_as_later_conduct_is():
    assert parsed([{"from": "2026-11-20", "facts": {"deaths": 4}}]).warnings == ()
    (warning,) = parsed([{"from": "2026-11-21", "facts": {"deaths": 4}}]).warnings
    assert "later_facts: 2026-11-21" in warning


# --- tables ------------------------------------------------------------------------------------


def cell(text, heading="后续事实"):
    data = f'source,{heading}\ns,"{text}"\n'.encode()
    (row,) = read(io.BytesIO(data), "x.csv")
    return row if isinstance(row, BadRow) else row.values["later_facts"]


@pytest.mark.parametrize("heading", ["later_facts", "后续事实", "事实变化"])
def test_one_cell_tells_what_changed_and_since_when(heading):
    assert cell("2026-03-20 死亡人数=3；2026年5月1日 事故等级=重大", heading) == [
        {"from": "2026-03-20", "facts": {"deaths": "3"}},
        {"from": "2026-05-01", "facts": {"grade": "serious"}},
    ]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("2026/3/20 deaths=3", {"deaths": "3"}),
        ("2026-03-20 facts.deaths = 3;", {"deaths": "3"}),
        ("2026-03-20 直接经济损失（万元）＝1,200", {"direct_loss": "12000000.00"}),
        ("2026-03-20 处罚种类=罚款、责令停产停业", {"penalty_types": ["fine", "suspension"]}),
    ],
)
def test_names_and_amounts_are_those_of_the_columns(text, facts):
    assert cell(text) == [{"from": "2026-03-20", "facts": facts}]


def test_items_may_stand_on_lines_of_the_cell():
    assert len(cell("2026-03-20 死亡=3\n2026-03-21 死亡=4\n")) == 2


@pytest.mark.parametrize(
    "text",
    ["死亡人数=3", "2026-03-20", "2026-03-20 死亡人数", "2026-03-20 天气=晴", "2026-03-20 企业名称=甲",
     "2026-03-20 死亡=3，重伤=1"],
)  # fmt: skip
def test_a_cell_that_is_not_so_written_is_a_bad_row_that_says_how(text):
    row = cell(text)
    assert isinstance(row, BadRow)
    assert row.field == "later_facts"
    assert "2026-03-20 死亡人数=4" in row.reason


def test_a_spreadsheet_row_becomes_the_event_a_client_would_send(tmp_path):
    row = an_event(facts=None) | {"facts.deaths": 3, "facts.liable": True}
    row["后续事实"] = "2026年5月20日 死亡人数=4；2026-08-01 事故等级=重大"
    path = tmp_path / "x.xlsx"
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet()
    page.write_row(0, 0, list(row))
    page.write_row(1, 0, list(row.values()))
    book.close()
    (told,) = read(path)
    sent = parsed(
        [
            {"from": "2026-05-20", "facts": {"deaths": 4}},
            {"from": "2026-08-01", "facts": {"grade": "serious"}},
        ]
    )
    found = parse(told.values, KINDS, REGIONS, strict_code=False, today=TODAY)
    assert found.content.digest() == sent.content.digest()


def test_an_empty_cell_says_nothing():
    (row,) = read(io.BytesIO("source,后续事实\ns,\n".encode()), "x.csv")
    assert row.values == {"source": "s"}


# --- HTTP and the store ------------------------------------------------------------------------


def test_later_facts_are_sent_kept_and_answered(clerk):
    who = clerk.person("clerk", "clerk")
    later = [{"from": "2026-05-20", "facts": {"deaths": 10}}]
    made = clerk.client.post("/v1/events", json=an_event(later_facts=later), headers=who)
    assert made.status_code == 201, made.json
    assert made.json["event"]["later_facts"] == later
    again = clerk.client.get(made.headers["Location"], headers=who).json
    assert again["event"] == made.json["event"]
    assert (again["digest"], again["uscc"]) == (made.json["digest"], a_code(1))


def test_a_fault_in_a_correction_points_into_the_event(clerk):
    [event] = clerk.record(an_event())
    bad = an_event(later_facts=[{"from": "2026-05-20", "facts": {"deaths": -1}}])
    answer = clerk.client.post(
        f"/v1/events/{event}/corrections",
        json={"event": bad, "reason": "补报"},
        headers=clerk.person("clerk", "clerk"),
    )
    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json["errors"]] == [
        "/event/later_facts/0/facts/deaths"
    ]


def test_the_document_of_the_interface_tells_of_later_facts(client):
    schemas = client.get("/openapi.json").json["components"]["schemas"]
    assert "later_facts" in schemas["EventIn"]["properties"]
    assert set(schemas["LaterFactsIn"]["properties"]) == {"from", "facts"}
