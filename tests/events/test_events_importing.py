"""Files come in once, whole, and in order; what cannot be taken is told with line, field and reason."""

import csv
import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import date

import pytest
from builders import OPERATOR, a_code, an_event
from click.testing import CliRunner
from sqlalchemy import text

from creditsvc.audit import service as trail
from creditsvc.cli.imports import import_
from creditsvc.cli.parked import parked as parked_group
from creditsvc.db.engine import open_engine
from creditsvc.enterprises import service as enterprises
from creditsvc.events import importing, rejects, service
from creditsvc.events.import_rows import WordsNow
from creditsvc.events.importing import CompletenessRefused, ImportRunning, Upload
from creditsvc.events.reading import Unreadable

WRONG = a_code(1)[:-1] + ("0" if a_code(1)[-1] != "0" else "1")


def jsonl(path, rows):
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def some(count, **changes):
    return [
        an_event(
            source_ref=f"R{n}", uscc=a_code(n // 2 + 1), name=f"虚构{n // 2}有限公司", **changes
        )
        for n in range(count)
    ]


@pytest.fixture
def load(runtime):
    words = runtime.part(WordsNow).read()

    def run(path, *, chunk=5, progress=None):
        return importing.run(
            runtime.work, words, path, caller=OPERATOR, chunk=chunk, progress=progress
        )

    return run


def counts(outcome):
    return outcome.recorded, outcome.unchanged, outcome.parked, outcome.rejected


def refused(runtime, outcome):
    with runtime.work.read() as session:
        return [(r.line, r.field) for r in importing.rejects(session, outcome.import_id)]


def scalar(runtime, query):
    with runtime.work.read() as session:
        return session.scalar(text(query))


# --- what becomes of the rows ------------------------------------------------------------------


def test_every_row_is_recorded_and_a_second_run_changes_nothing(runtime, load, tmp_path):
    path = jsonl(tmp_path / "e.jsonl", some(12))
    assert counts(load(path)) == (12, 0, 0, 0)
    assert counts(load(path)) == (0, 12, 0, 0)
    assert scalar(runtime, "SELECT count(*) FROM event_versions") == 12
    assert scalar(runtime, "SELECT count(*) FROM imports") == 2


@pytest.mark.parametrize("rows", [0, 1, 4, 5, 6, 10])
def test_a_file_of_any_length_ends_with_one_done_chunk(runtime, load, tmp_path, rows):
    path = tmp_path / "e.csv"
    columns = list(an_event(facts=None))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(some(rows, facts=None))
    outcome = load(path)
    assert counts(outcome) == (rows, 0, 0, 0)
    assert scalar(runtime, "SELECT count(*) FROM import_chunks WHERE done") == 1
    assert scalar(runtime, "SELECT count(*) FROM import_chunks") == max(1, -(-rows // 5))


def test_the_same_rows_in_another_file_are_unchanged(load, tmp_path):
    load(jsonl(tmp_path / "a.jsonl", some(7)))
    outcome = load(jsonl(tmp_path / "b.jsonl", [*some(8)]))
    assert counts(outcome) == (1, 7, 0, 0)


def test_other_content_under_a_known_pair_is_rejected_with_both_digests(runtime, load, tmp_path):
    load(jsonl(tmp_path / "a.jsonl", some(3)))
    changed = some(3)
    changed[1]["region"] = "620103"
    outcome = load(jsonl(tmp_path / "b.jsonl", changed))
    assert counts(outcome) == (0, 2, 0, 1)
    with runtime.work.read() as session:
        (reject,) = importing.rejects(session, outcome.import_id)
    recorded = scalar(runtime, "SELECT digest FROM event_versions WHERE content LIKE '%\"R1\"%'")
    assert (reject.line, reject.field) == (2, "/source_ref")
    assert recorded in reject.reason
    assert json.loads(reject.raw)["region"] == "620103"


def test_the_same_pair_twice_in_one_file_is_told_by_its_second_line(runtime, load, tmp_path):
    rows = [
        *some(2),
        an_event(source_ref="R0", uscc=a_code(1), name="虚构0有限公司", region="620103"),
    ]
    outcome = load(jsonl(tmp_path / "e.jsonl", rows))
    assert counts(outcome) == (2, 0, 0, 1)
    assert refused(runtime, outcome) == [(3, "/source_ref")]


def test_bad_rows_are_rejected_by_line_and_field_and_the_others_stand(runtime, load, tmp_path):
    rows = [json.dumps(row, ensure_ascii=False) for row in some(6)]
    rows[1] = json.dumps(an_event(source_ref="R1", kind="ws.nonsense"))
    rows[3] = '{"source": '
    rows[4] = json.dumps(an_event(source_ref="R4", occurred_on="2025-02-30", region="1"))
    path = tmp_path / "e.jsonl"
    path.write_text("\n".join(rows) + "\n", "utf-8")
    outcome = load(path)
    assert counts(outcome) == (3, 0, 0, 3)
    assert refused(runtime, outcome) == [(2, "/kind"), (4, None), (5, "/occurred_on")]
    with runtime.work.read() as session:
        last = list(importing.rejects(session, outcome.import_id))[-1]
    assert "/region" in last.reason


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"uscc": None}, "/uscc"),
        ({"uscc": WRONG}, "/uscc"),
        ({"uscc": a_code(1), "other_id": "MA0000000"}, "/other_id"),
        ({"uscc": a_code(1), "other_id": a_code(2)}, "/other_id"),
        ({"uscc": None, "other_id": "123456789"}, "/other_id"),
    ],
)
def test_a_row_whose_enterprise_cannot_be_told_is_parked(runtime, load, tmp_path, changes, field):
    path = jsonl(tmp_path / "e.jsonl", [an_event(**changes)])
    assert counts(load(path)) == (0, 0, 1, 0)
    assert counts(load(path)) == (0, 1, 0, 0)
    with runtime.work.read() as session:
        (row,) = service.parked(session)
    assert (row.field, row.adverse) == (field, True)
    assert " / " in row.reason
    assert scalar(runtime, "SELECT count(*) FROM event_versions") == 0
    # a valid code that the row states is held, so that an answer about it shows the doubt
    held = int(changes["uscc"] == a_code(1))
    assert scalar(runtime, "SELECT count(*) FROM enterprises") == held


@pytest.mark.parametrize(
    "changes",
    [
        {"uscc": None, "other_id": "620100200000018"},
        {"uscc": a_code(1), "other_id": a_code(1)[8:17]},
        {"uscc": a_code(1), "other_id": "620100200000018"},
        {"uscc": a_code(1).lower()},
    ],
)
def test_a_row_whose_enterprise_can_be_told_is_recorded(load, tmp_path, changes):
    assert counts(load(jsonl(tmp_path / "e.jsonl", [an_event(**changes)]))) == (1, 0, 0, 0)


@pytest.mark.parametrize("chunk", [1, 2, 50])
def test_a_doubtful_row_and_its_mend_go_in_the_order_of_the_file(runtime, load, tmp_path, chunk):
    path = jsonl(tmp_path / "e.jsonl", [an_event(uscc=WRONG), an_event(), *some(3)])
    assert counts(load(path, chunk=chunk)) == (4, 0, 1, 0)
    with runtime.work.read() as session:
        assert service.parked(session) == []
    again = jsonl(tmp_path / "f.jsonl", [an_event(), an_event(uscc=None), *some(3)])
    assert counts(load(again, chunk=chunk)) == (0, 4, 0, 1)


def test_a_name_alone_is_never_merged_with_a_coded_namesake(runtime, load, tmp_path):
    load(jsonl(tmp_path / "e.jsonl", [an_event(), an_event(source_ref="E-2", uscc=None)]))
    with runtime.work.read() as session:
        enterprise = enterprises.find(session, a_code(1))
        assert len(service.record_of(session, enterprise.id)) == 1


def test_a_residents_number_in_a_rejected_row_is_covered(runtime, load, tmp_path):
    number = "11010519491231002X"
    outcome = load(jsonl(tmp_path / "e.jsonl", [an_event(uscc=None, other_id=number)]))
    assert counts(outcome) == (0, 0, 0, 1)
    assert (
        scalar(runtime, f"SELECT count(*) FROM import_chunks WHERE rejects LIKE '%{number}%'") == 0
    )
    assert (
        scalar(runtime, "SELECT count(*) FROM import_chunks WHERE rejects LIKE '%110105***%'") == 1
    )


# --- whole files -------------------------------------------------------------------------------


def test_a_truncated_file_is_refused_before_its_first_row(runtime, load, tmp_path):
    path = tmp_path / "e.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in some(9))[:-20], "utf-8")
    with pytest.raises(Unreadable):
        load(path)
    assert scalar(runtime, "SELECT count(*) FROM event_versions") == 0
    assert scalar(runtime, "SELECT count(*) FROM imports") == 0


def test_a_gbk_table_comes_in_like_any_other(runtime, load, tmp_path):
    path = tmp_path / "e.csv"
    path.write_bytes(
        "来源,记录编号,统一社会信用代码,企业名称,事件类型,发生日期\n"
        f"测试,1,{a_code(1).lower()},虚构甲有限公司,ws.accident,2025年3月1日\n".encode("gbk")
    )
    assert counts(load(path)) == (1, 0, 0, 0)
    assert (
        scalar(runtime, "SELECT count(*) FROM event_versions WHERE content LIKE '%虚构甲有限公司%'")
        == 1
    )


def test_an_upload_is_imported_from_its_stream(load):
    body = "".join(json.dumps(row) + "\n" for row in some(3)).encode()
    assert counts(load(Upload(file=io.BytesIO(body), name="e.jsonl"))) == (3, 0, 0, 0)


# --- breaking off and going on -----------------------------------------------------------------


class CrashError(Exception):
    pass


def crash_after(chunks):
    seen = []

    def progress(_position, _total):
        seen.append(1)
        if len(seen) == chunks:
            raise CrashError

    return progress


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_broken_import_goes_on_and_tells_the_counts_of_the_whole_file(
    runtime, load, tmp_path, at
):
    rows = some(18)
    rows[2]["kind"] = "ws.nonsense"
    rows[13]["uscc"] = WRONG
    path = jsonl(tmp_path / "e.jsonl", rows)
    with pytest.raises(CrashError):
        load(path, progress=crash_after(at))
    assert scalar(runtime, "SELECT count(*) FROM event_versions") == at * 5 - 1 - (at == 3)
    outcome = load(path)
    assert counts(outcome) == (16, 0, 1, 1)
    assert refused(runtime, outcome) == [(3, "/kind")]
    assert scalar(runtime, "SELECT count(*) FROM imports") == 1
    assert outcome.sources == {"test"}


def test_a_changed_file_does_not_go_on_where_another_broke_off(runtime, load, tmp_path):
    path = jsonl(tmp_path / "e.jsonl", some(12))
    with pytest.raises(CrashError):
        load(path, progress=crash_after(1))
    assert counts(load(jsonl(path, some(13)))) == (8, 5, 0, 0)


def test_two_imports_of_one_file_do_not_run_beside_each_other(load, tmp_path):
    path = jsonl(tmp_path / "e.jsonl", some(12))
    other = []

    def overtake(_position, _total):
        if not other:
            other.append(True)
            other.append(load(path))

    with pytest.raises(ImportRunning):
        load(path, progress=overtake)
    assert counts(other[1]) == (12, 0, 0, 0)


def test_the_progress_reaches_the_end(load, tmp_path):
    path = jsonl(tmp_path / "e.jsonl", some(12))
    seen = []
    load(path, progress=lambda *at: seen.append(at))
    assert seen[-1] == (path.stat().st_size, path.stat().st_size)
    assert seen == sorted(seen)
    assert len(seen) == 3


# --- completeness ------------------------------------------------------------------------------


def test_completeness_is_noted_for_each_source_once_every_row_is_taken(runtime, load, tmp_path):
    outcome = load(jsonl(tmp_path / "e.jsonl", [*some(2), an_event(source="other")]))
    importing.complete(runtime.work, OPERATOR, outcome, date(2026, 10, 31))
    with runtime.work.read() as session:
        told = service.completeness(session)
    assert told == {"test": date(2026, 10, 31), "other": date(2026, 10, 31)}


def test_completeness_is_refused_while_rows_are_missing_or_the_day_is_to_come(
    runtime, load, tmp_path
):
    whole = load(jsonl(tmp_path / "a.jsonl", some(1)))
    holed = load(jsonl(tmp_path / "b.jsonl", [an_event(kind="ws.nonsense")]))
    for outcome, day in ((whole, date(2026, 11, 21)), (holed, date(2026, 10, 31))):
        with pytest.raises(CompletenessRefused):
            importing.complete(runtime.work, OPERATOR, outcome, day)
    with runtime.work.read() as session:
        assert service.completeness(session) == {}


# --- the commands ------------------------------------------------------------------------------


@pytest.fixture
def environ(database, tmp_path):
    return {
        "CREDITSVC_DATABASE_URL": database[0],
        "CREDITSVC_LOG_URL": database[1],
        "CREDITSVC_DATA_DIR": str(tmp_path),
        "CREDITSVC_IMPORT_CHUNK": "10",
    }


@pytest.fixture
def command(environ, monkeypatch):
    for name, value in environ.items():
        monkeypatch.setenv(name, value)

    def run(what, *args):
        return CliRunner().invoke(what, [str(arg) for arg in args])

    return run


def test_the_command_leaves_a_table_of_rejects_and_takes_it_away_once_mended(command, tmp_path):
    path = jsonl(tmp_path / "e.jsonl", [*some(2), an_event(source_ref="X", kind="nonsense")])
    beside = tmp_path / "e.jsonl.rejects.csv"
    answer = command(import_, path, "--json")
    assert answer.exit_code == 1, answer.output
    told = json.loads(answer.stdout)
    assert (told["recorded"], told["rejected"]) == (2, 1)
    assert beside.read_bytes().startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(beside.read_text("utf-8-sig")))
    assert list(row) == ["line", "field", "reason", "raw"]
    assert (row["line"], row["field"]) == ("3", "/kind")
    assert json.loads(row["raw"])["source_ref"] == "X"
    jsonl(path, some(3))
    assert command(import_, path, "--quiet").exit_code == 0
    assert not beside.exists()


def test_the_command_tells_an_unreadable_file_and_status_2(command, tmp_path):
    path = tmp_path / "e.csv"
    path.write_text("nonsense,source\n1,2\n", "utf-8")
    answer = command(import_, path)
    assert answer.exit_code == 2
    assert "nonsense" in answer.output


def test_parked_rows_are_listed_and_resolved_at_the_command_line(runtime, command, tmp_path):
    command(import_, jsonl(tmp_path / "e.jsonl", [an_event(uscc=None)]))
    listed = command(parked_group, "list", "--json")
    row = json.loads(listed.stdout)
    assert row["event"]["source_ref"] == "E-1"
    assert row["name"] in command(parked_group, "list").stdout
    both = command(parked_group, "resolve", row["id"], "--uscc", WRONG, "--nobody", "--reason", "r")
    wrong = command(parked_group, "resolve", row["id"], "--uscc", WRONG, "--reason", "r")
    right = command(parked_group, "resolve", row["id"], "--uscc", a_code(1), "--reason", "r")
    assert [both.exit_code, wrong.exit_code, right.exit_code] == [2, 2, 0]
    assert scalar(runtime, "SELECT count(*) FROM event_versions") == 1
    assert scalar(runtime, "SELECT actor FROM acts ORDER BY no DESC LIMIT 1").startswith(
        "operator:"
    )


def test_the_table_of_rejects_is_whole_or_not_there(tmp_path):
    def broken():
        yield importing.Reject(line=1, field=None, reason="r", raw="")
        raise CrashError

    with pytest.raises(CrashError):
        rejects.save(tmp_path / "r.csv", broken())
    assert list(tmp_path.iterdir()) == []


# --- kill -9 -----------------------------------------------------------------------------------

ROWS = 300
PROGRAM = "from creditsvc.cli.imports import import_; import_()"


def committed(engine):
    with engine.connect() as connection:
        return connection.scalar(text("SELECT count(*) FROM import_chunks"))


def wait_for(engine, chunks, process):
    limit = time.monotonic() + 60
    while committed(engine) < chunks and process.poll() is None:
        assert time.monotonic() < limit, "the import does not move"
        time.sleep(0.005)


def test_kill_9_at_any_moment_loses_nothing_and_doubles_nothing(
    runtime, database, environ, tmp_path
):
    dice = random.Random(20261121)
    rows = some(ROWS)
    rows[100]["uscc"] = WRONG
    rows[200]["kind"] = "nonsense"
    rows[201]["kind"] = "nonsense"
    path = jsonl(tmp_path / "e.jsonl", rows)
    start = [sys.executable, "-c", PROGRAM, str(path), "--quiet", "--json"]
    engine = open_engine(database[0])
    killed = 0
    for _ in range(3):
        process = subprocess.Popen(
            start, env=os.environ | environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        wait_for(engine, committed(engine) + dice.randint(1, 5), process)
        time.sleep(dice.random() / 20)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        killed += process.returncode == -signal.SIGKILL
    engine.dispose()
    assert killed >= 2
    assert 0 < scalar(runtime, "SELECT count(*) FROM event_versions") < ROWS - 3
    last = subprocess.run(start, env=os.environ | environ, capture_output=True, check=False)
    assert last.returncode == 1, last.stderr
    told = json.loads(last.stdout)
    del told["import_id"]
    assert told == {"recorded": ROWS - 3, "unchanged": 0, "parked": 1, "rejected": 2}
    assert scalar(runtime, "SELECT count(*) FROM event_versions") == ROWS - 3
    assert scalar(runtime, "SELECT count(*) FROM event_keys") == ROWS - 3
    assert scalar(runtime, "SELECT count(*) FROM imports") == 1
    assert scalar(runtime, "SELECT sum(recorded) FROM import_chunks") == ROWS - 3
    assert (tmp_path / "e.jsonl.rejects.csv").read_text("utf-8-sig").count("nonsense") >= 2
    with runtime.work.read() as session:
        assert trail.verify(session, lambda _: {}) == []
