"""`creditsvc law backtest` over a register on both engines: files, figures, one state, refusals."""

import csv
import os
import sys
from itertools import pairwise

import pytest
from builders import a_code, an_event, two_major_accidents
from click.testing import CliRunner
from due_process import office
from lawbooks import SHIPPED, changed
from python_calamine import CalamineWorkbook

from creditsvc.cli import law_backtest_run as running
from creditsvc.cli import spread
from creditsvc.cli.law import law
from creditsvc.db import acts
from creditsvc.findings import rulebook_store, rulebooks
from creditsvc.findings.rulebooks import Rulebook
from creditsvc.law.loader import files_of

__all__ = ["office"]
ORDER11 = "instruments/order11.yaml"
TWO = "{kind: ws.accident, where: {grade: major}}\n        at_least: 2"
NAMES = {"movers.csv", "summary.csv", "backtest.xlsx", "chart.svg"}


@pytest.fixture
def draft(tmp_path):
    """One 较大 accident is enough for the list."""
    return changed(tmp_path, ORDER11, TWO, TWO.replace("at_least: 2", "at_least: 1"))


@pytest.fixture
def backtest(settings, monkeypatch, tmp_path):
    """The command, on the day of the tests, into a folder of its own."""
    monkeypatch.setenv("CREDITSVC_DATABASE_URL", settings.database_url)

    def run(draft, *words, out="out", on="2026-11-20"):
        folder = tmp_path / out
        told = ["--draft", str(draft), "--out", str(folder), "--on", on, "--jobs", "1", *words]
        return CliRunner().invoke(law, ["backtest", *told]), folder

    return run


def dying(*_):
    """What a process does that is killed."""
    os._exit(9)


def accident(number, **more):
    stated = {"source_ref": f"E-{number}", "uscc": a_code(number), "name": f"虚构{number}号煤业"}
    return an_event(**stated | more)


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def columns(path, *titles):
    head, *rows = table(path)
    places = [next(i for i, each in enumerate(head) if each.endswith(title)) for title in titles]
    return [tuple(row[place] for place in places) for row in rows]


def test_whoever_would_move_is_told_with_tiers_place_and_rules(office, backtest, draft):
    office.record(accident(1), accident(2, region="140105", sector="chemical"))
    office.record(*two_major_accidents(3), accident(4, kind="ws.penalty", facts={}))
    done, folder = backtest(draft)
    assert done.exit_code == 0, done.output
    assert {path.name for path in folder.iterdir()} == NAMES
    asked = ("/ uscc", "province", "district", "sector", "in use", "of draft", "gained")
    assert sorted(columns(folder / "movers.csv", *asked)) == [
        (a_code(1), "甘肃省", "兰州市城关区", "煤矿", "B", "D", "WS11-6-2"),
        (a_code(2), "山西省", "太原市小店区", "化工（含石油化工）", "B", "D", "WS11-6-2"),
    ]
    for said in ("有事件（其余不会变动） / of them with events (others cannot move): 4",
                 "等级下降 / lower tier: 2", "不变 / unchanged: 2", "B → D  2",
                 "已作出决定的名单不因草案而变动"):  # fmt: skip
        assert said in done.output


def test_every_figure_of_the_summary_stands_in_the_workbook_too(office, backtest, draft):
    office.record(accident(1), accident(2, region="140105"))
    _, folder = backtest(draft, "--since", "2026-10-01")
    book = CalamineWorkbook.from_path(folder / "backtest.xlsx")
    assert [name.split()[1] for name in book.sheet_names] == [
        "summary", "tiers", "regions", "sectors", "rules", "months", "movers",
    ]  # fmt: skip
    sheets = {
        name.split()[1]: book.get_sheet_by_name(name).to_python() for name in book.sheet_names
    }
    for sheet, item, _, column, value in table(folder / "summary.csv")[1:]:
        rows = sheets[sheet.split(" / ")[1]]
        place = rows[0].index(column) if column else 1
        assert any(row[0] == item and str(row[place]).removesuffix(".0") == value for row in rows)
    movers = [[str(cell) for cell in row] for row in sheets["movers"]]
    assert movers == table(folder / "movers.csv")


def test_the_same_register_gives_the_same_bytes_whatever_the_number_of_processes(
    office, backtest, draft, monkeypatch
):
    monkeypatch.setattr(running, "CHUNK", 2)
    for number in range(1, 12):
        office.record(accident(number, region=("620102", "140105")[number % 2]))
    words = ("--since", "2026-08-15")
    results = [
        backtest(draft, *words, out="one"),
        backtest(draft, *words, "--jobs", "3", out="three"),
    ]
    files = [{path.name: path.read_bytes() for path in sorted(f.iterdir())} for _, f in results]
    assert files[0].keys() == NAMES | {"months.svg"}
    assert files[0] == files[1]
    assert len(columns(results[0][1] / "movers.csv", "/ id")) == 11


def test_movers_stand_in_order_of_key(office, backtest, draft):
    office.record(*(accident(number) for number in range(1, 9)))
    _, folder = backtest(draft)
    keys = columns(folder / "movers.csv", "/ id")
    assert len(keys) == 8
    assert all(one < other for one, other in pairwise(keys))


def test_what_is_recorded_while_it_runs_does_not_count(office, settings, draft):
    office.record(accident(1))
    files = files_of(draft)
    job = running.Job(
        url=settings.database_url, in_use=files_of(SHIPPED), draft=files, switched_on=(),
        scheme="default", days=(office.today,),
    )  # fmt: skip
    with running.register(settings.database_url) as session:
        version = acts.last(session)
        office.record(accident(1, source_ref="E-1b"), accident(2))
        assert acts.last(session) == version
        parts = list(running.walk(job, session, office.runtime.part(running.Regions), 1))
    assert [mover.move.after for part in parts for mover in part.movers] == ["D"]
    assert sum(len(part.who) for part in parts) == 1


def test_an_enterprise_whose_only_event_was_moved_away_is_not_counted(office, backtest, draft):
    [wrong] = office.record(accident(1))
    office.correct(wrong, uscc=a_code(2), name="虚构2号煤业")
    done, folder = backtest(draft)
    assert "of them with events (others cannot move): 1" in done.output
    assert columns(folder / "movers.csv", "/ uscc") == [(a_code(2),)]


def test_a_name_that_looks_like_a_formula_stays_text(office, backtest, draft):
    office.record(accident(1, name="=HYPERLINK(1)公司"))
    _, folder = backtest(draft)
    assert columns(folder / "movers.csv", "/ name") == [("'=HYPERLINK(1)公司",)]
    sheet = CalamineWorkbook.from_path(folder / "backtest.xlsx").get_sheet_by_name("企业 movers")
    assert sheet.to_python()[1][2] == "=HYPERLINK(1)公司"


def test_nobody_moves_under_the_rulebook_in_use(office, backtest):
    office.record(accident(1))
    done, folder = backtest(SHIPPED)
    assert "草案与现用规则书内容相同" in done.output
    assert columns(folder / "movers.csv", "/ uscc") == []


def test_another_rulebook_than_the_one_in_use_can_be_compared_with(office, backtest, draft):
    office.record(accident(1))
    done, _ = backtest(SHIPPED, "--law", str(draft))
    assert "D → B  1" in done.output
    assert "等级上升 / higher tier: 1" in done.output


def adopt(office, directory):
    """Keep the rulebook in *directory*, and have it proposed by one person and adopted by another."""
    book = Rulebook.read(directory)
    with office.act() as act:
        rulebooks.keep(act, book)
        proposal = {"digest": book.law.digest, "proposed_by": "user:one"}
        stated = {"id": act.new_id(), "act_no": act.no, "document_no": None, "reason": None}
        rulebook_store.propose(act.session, proposal | stated)
        outcome = {"outcome": "adopted", "act_no": act.no, "by": "user:two", "reason": None}
        rulebook_store.settle(act.session, proposal | outcome | {"proposal_id": stated["id"]})


def test_a_draft_is_compared_with_the_rulebook_that_was_adopted(office, backtest, draft):
    office.record(accident(1))
    adopt(office, draft)
    done, _ = backtest(SHIPPED)
    assert "D → B  1" in done.output
    assert "草案与现用规则书内容相同" in backtest(draft)[0].output


def test_a_register_without_events_is_a_report_of_nobody(runtime, backtest, draft):
    done, folder = backtest(draft)
    assert done.exit_code == 0, done.output
    assert "登记企业 / enterprises registered: 0" in done.output
    assert columns(folder / "movers.csv", "/ uscc") == []


def test_the_charts_have_chinese_fonts_and_run_and_fetch_nothing(office, backtest, draft):
    office.record(accident(1))
    _, folder = backtest(draft, "--since", "2026-09-01")
    for name in ("chart.svg", "months.svg"):
        drawn = (folder / name).read_text(encoding="utf-8")
        assert "<script" not in drawn
        assert drawn.count("http") == drawn.count('="http://www.w3.org/')  # names of namespaces
        assert "Noto Sans CJK SC" in drawn
    assert ">B → D<" in (folder / "chart.svg").read_text(encoding="utf-8")


def test_the_chart_maker_leaves_no_finder_in_the_import_system():
    assert [each for each in sys.meta_path if type(each).__module__.startswith("pygal")] == []


def refused(done, *said):
    assert done.exit_code == 2, done.output
    for each in said:
        assert each in done.output


def test_a_draft_that_does_not_pass_lint_is_refused_with_its_complaints(
    runtime, backtest, tmp_path
):
    draft = changed(tmp_path, "tiers/default.yaml", "blacklist, ", "")
    done, folder = backtest(draft)
    refused(done, "tiers/default.yaml:", "blacklist", "1 处问题")
    assert not folder.exists()


def test_a_draft_that_cannot_be_read_is_refused_with_file_and_line(runtime, backtest, tmp_path):
    draft = changed(tmp_path, ORDER11, "kind: ws.accident", "kind: ws.acident")
    refused(backtest(draft)[0], f"{ORDER11}:", "ws.acident")


def test_a_rulebook_to_compare_with_that_cannot_be_read_is_refused(runtime, backtest, tmp_path):
    refused(backtest(SHIPPED, "--law", str(tmp_path))[0], "kinds.yaml")


def test_since_may_not_lie_after_the_day(runtime, backtest, draft):
    refused(backtest(draft, "--since", "2026-11-21")[0], "--since")


def test_a_scheme_that_is_not_there_is_refused(runtime, backtest, draft):
    refused(backtest(draft, "--scheme", "none")[0], "none", "shanxi9")


def test_another_scheme_grades_in_its_own_tiers(office, backtest, draft):
    office.record(accident(1))
    done, _ = backtest(draft, "--scheme", "excellent_good")
    assert "等级方案 / tier scheme: excellent_good" in done.output
    assert "等级下降 / lower tier: 1" in done.output


def test_an_id_that_is_not_there_cannot_be_switched_on(runtime, backtest, draft):
    refused(backtest(draft, "--with", "NOT-THERE")[0], "NOT-THERE")


def test_what_is_switched_off_counts_only_when_switched_on(office, backtest, tmp_path):
    off = "    off: {zh: 未核对, en: not verified}\n    article: 第六条第（二）项"
    book = changed(tmp_path, ORDER11, "    article: 第六条第（二）项", off)
    office.record(*two_major_accidents(1))
    without, _ = backtest(book)
    assert "D → B  1" in without.output
    switched, folder = backtest(book, "--with", "WS11-6-2", "--with", "WS11-6-2", out="with")
    assert "等级上升 / higher tier: 0" in switched.output
    assert "switched on for this run: WS11-6-2\n" in switched.output
    assert columns(folder / "movers.csv", "/ uscc") == []


def test_a_database_that_is_not_there_yet_is_refused_with_the_mend(backtest, monkeypatch, tmp_path):
    monkeypatch.setenv("CREDITSVC_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    refused(backtest(SHIPPED)[0], "creditsvc db upgrade")


def test_results_of_an_earlier_run_are_replaced_whole_or_not_at_all(
    office, backtest, draft, monkeypatch
):
    office.record(accident(1))
    _, folder = backtest(draft)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    monkeypatch.setattr("creditsvc.cli.law_backtest.mover_row", lambda *_: 1 / 0)
    done, _ = backtest(draft, on="2026-11-21")
    assert isinstance(done.exception, ZeroDivisionError)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_process_that_dies_is_told_and_nothing_is_written(office, backtest, draft, monkeypatch):
    office.record(accident(1))
    monkeypatch.setattr(spread, "_sit_down", dying)
    done, folder = backtest(draft, "--jobs", "2")
    assert done.exit_code == 1
    assert "--jobs" in done.output
    assert list(folder.iterdir()) == []
