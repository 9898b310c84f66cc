"""A file of decisions made elsewhere: what is taken in, what is refused, with line and field."""

import csv
import json
from datetime import date

import pytest
from builders import a_code
from due_process import a_decree, a_person

from creditsvc.listings import service as listings
from creditsvc.listings.importing import OPTIONAL, REQUIRED, BadDecree, import_listings
from creditsvc.proceedings import external
from creditsvc.proceedings.domain import SamePerson
from creditsvc.proceedings.external import ExternalSettled, UnknownExternal

IMPORTER = a_person("importer")


def a_row(**changes):
    row = {**a_decree().canonical(), **changes}
    return {name: value for name, value in row.items() if value is not None}


def a_csv(path, *rows, encoding="utf-8"):
    with path.open("w", encoding=encoding, newline="") as file:
        table = csv.DictWriter(file, [*REQUIRED, *OPTIONAL])
        table.writeheader()
        table.writerows(rows)
    return path


def take(office, path):
    return import_listings(
        office.runtime.work, office.laws, path, caller=IMPORTER, progress=lambda _: None
    )


def waiting(office):
    with office.runtime.work.read() as session:
        return external.waiting(session)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_rows_wait_for_another_person_whatever_the_encoding(office, tmp_path, encoding):
    taken = take(office, a_csv(tmp_path / "lists.csv", a_row(), encoding=encoding))
    assert (taken.waiting, taken.unchanged, taken.rejects) == (1, 0, ())
    (one,) = waiting(office)
    assert (one.imported_by, one.content["name"]) == ("user:importer", "虚构甲煤业有限公司")


def test_a_row_that_waits_lists_nobody(office, tmp_path):
    office.two_accidents()
    take(office, a_csv(tmp_path / "lists.csv", a_row()))
    assert office.position(office.key()).status == "not_listed"


def test_the_same_file_again_changes_nothing(office, tmp_path):
    path = a_csv(tmp_path / "lists.csv", a_row())
    take(office, path)
    again = take(office, path)
    assert (again.waiting, again.unchanged) == (0, 1)
    assert len(waiting(office)) == 1


def test_other_content_under_a_known_reference_is_refused(office, tmp_path):
    take(office, a_csv(tmp_path / "lists.csv", a_row()))
    taken = take(office, a_csv(tmp_path / "other.csv", a_row(reason="另一理由")))
    (reject,) = taken.rejects
    assert (reject.line, reject.field) == (2, "source_ref")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": None}, "name"),
        ({"reason": "  "}, "reason"),
        ({"decided_on": "2026-02-30"}, "decided_on"),
        ({"decided_on": "2026-11-21"}, "decided_on"),
        ({"decided_on": "2023-09-30"}, "decided_on"),
        ({"published_on": "2026-03-01"}, "published_on"),
        ({"rule": "WS99"}, "rule"),
        ({"rule": "WS11-6-1", "list": "blacklist"}, "rule"),
        ({"rule": "WS49-2-02", "list": "joint_punishment", "decided_on": "2018-03-01"}, "published_on"),
        ({"uscc": a_code(1)[:-1] + "#"}, "uscc"),
        ({"document_no": "号" * 201}, "document_no"),
        ({"reason": "因" * 4001}, "reason"),
    ],
    ids=str,
)  # fmt: skip
def test_a_bad_row_is_refused_with_line_and_field_and_the_rest_is_taken(
    office, tmp_path, changes, field
):
    path = a_csv(tmp_path / "lists.csv", a_row(), a_row(source_ref="L-2", **changes), a_row(source_ref="L-3"))  # fmt: skip
    taken = take(office, path)
    assert [(one.line, one.field) for one in taken.rejects] == [(3, field)]
    assert taken.waiting == 2


@pytest.mark.parametrize("day", ["2026-11-20", "2023-10-01"])
def test_days_just_inside_are_taken(office, tmp_path, day):
    assert take(office, a_csv(tmp_path / "lists.csv", a_row(decided_on=day))).waiting == 1


def test_json_lines_are_taken_and_a_broken_line_is_refused_as_a_row(office, tmp_path):
    path = tmp_path / "lists.jsonl"
    lines = [json.dumps(a_row()), "{not json}", json.dumps(a_row(source_ref="L-2"))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    taken = take(office, path)
    assert taken.waiting == 2
    assert [one.line for one in taken.rejects] == [2]


def test_an_unknown_field_in_a_json_row_is_named(office, tmp_path):
    path = tmp_path / "lists.jsonl"
    path.write_text(json.dumps({**a_row(), "colour": "red"}) + "\n", encoding="utf-8")
    assert [one.field for one in take(office, path).rejects] == ["colour"]


def test_a_row_cut_off_or_too_long_is_refused_as_a_row(office, tmp_path):
    path = a_csv(tmp_path / "lists.csv", a_row())
    with path.open("a", encoding="utf-8") as file:
        file.write("a,b\n" + ",".join("x" * 1 for _ in range(20)) + "\n" + 'a,"no end')
    taken = take(office, path)
    assert taken.waiting == 1
    assert [one.line for one in taken.rejects][:2] == [3, 4]
    assert len(taken.rejects) == 3


def test_an_unknown_heading_refuses_the_file(office, tmp_path):
    path = tmp_path / "lists.csv"
    path.write_text("source,colour\na,b\n", encoding="utf-8")
    with pytest.raises(BadDecree, match="colour"):
        take(office, path)


def test_a_spreadsheet_is_refused_with_the_mend(office, tmp_path):
    path = tmp_path / "lists.xlsx"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(BadDecree, match="CSV"):
        take(office, path)


def test_who_imported_may_not_confirm_and_another_may(office):
    key = office.imported(a_decree())
    with office.act("importer") as act, pytest.raises(SamePerson):
        external.confirm(act, key)
    with office.act("confirmer") as act:
        entry = listings.enter(act, office.laws, external.confirm(act, key))
    assert entry.ground["people"] == ["user:confirmer", "user:importer"]


def test_a_decision_is_confirmed_or_refused_once(office):
    key = office.imported(a_decree())
    with office.act("confirmer") as act:
        external.refuse(act, key, "查无此文")
    for second in (external.confirm, lambda act, k: external.refuse(act, k, "再次")):
        with office.act("another") as act, pytest.raises(ExternalSettled):
            second(act, key)
    assert waiting(office) == []


def test_who_imported_may_not_refuse_either(office):
    key = office.imported(a_decree())
    with office.act("importer") as act, pytest.raises(SamePerson):
        external.refuse(act, key, "错了")


def test_a_decision_nobody_imported_is_said_to_be_unknown(office):
    with office.act() as act, pytest.raises(UnknownExternal):
        external.confirm(act, act.new_id())


def test_a_confirmed_entry_cites_the_rulebook_and_the_paper(office):
    entry = office.confirmed(a_decree(decided_on=date(2026, 3, 2)))
    assert entry.ground["instrument"] == "应急管理部令第11号"
    assert entry.ground["document_no"] == "虚市应急列〔2026〕1号"
    assert office.position(entry.enterprise_id).status == "listed"
