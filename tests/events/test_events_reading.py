"""Files as clerks and their spreadsheets write them: read whole, or refused by line and field."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from creditsvc.events.reading import BadRow, NotAnEvent, RawRow, Unreadable, parse_object, read

TABLE = "来源,来源编号,企业名称,发生日期,死亡人数\n厦门局,1,虚构甲有限公司,2025-03-01,3\n"


def rows(data, name):
    data = data.encode() if isinstance(data, str) else data
    return list(read(io.BytesIO(data), name))


def values(data, name="x.csv"):
    found = rows(data, name)
    assert all(isinstance(row, RawRow) for row in found), found
    return [row.values for row in found]


def one(heading, cell):
    """The value a single-column CSV table gives under *heading*, and None for an empty row."""
    found = rows(f'source,{heading}\ns,"{cell}"\n', "x.csv")
    assert len(found) == 1
    return found[0].values if isinstance(found[0], RawRow) else found[0]


def fact(heading, cell):
    return next(iter(one(heading, cell)["facts"].values()))


def refusal(data, name):
    with pytest.raises(Unreadable) as caught:
        rows(data, name)
    return caught.value


def sheet(path, *table):
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy/m/d"})
    for line, cells in enumerate(table):
        for place, cell in enumerate(cells):
            if isinstance(cell, date):
                page.write_datetime(line, place, cell, day)
            elif cell is not None:
                page.write(line, place, cell)
    book.close()
    return path


# --- JSON lines ----------------------------------------------------------------------------------


def test_each_line_is_one_object_and_blank_lines_are_none():
    found = rows('{"name":"甲","facts":{"deaths":3}}\n\n  \n{"name":"乙"}', "x.jsonl")
    assert found == [
        RawRow(line=1, values={"name": "甲", "facts": {"deaths": 3}}),
        RawRow(line=4, values={"name": "乙"}),
    ]


def test_numbers_stay_exact():
    assert parse_object('{"fine": 0.10}') == {"fine": Decimal("0.10")}
    assert isinstance(parse_object('{"deaths": 3}')["deaths"], int)


@pytest.mark.parametrize(
    ("line", "field", "word"),
    [
        ("[1]", None, "object"),
        ('"text"', None, "object"),
        ("null", None, "object"),
        ('{"a":1,"a":1}', "a", "twice"),
        ('{"facts":{"deaths":1,"deaths":2}}', "deaths", "twice"),
        ('{"a":NaN}', None, "NaN"),
        ('{"a":-Infinity}', None, "Infinity"),
        ("{'a':1}", None, "character 2"),
        ('{"a":1}}', None, "Extra data"),
        ('{"a":"b\tc"}', None, "control"),
        ('{"a":' + "9" * 31 + "}", None, "too long"),
        ('{"a":' + "[" * 100_000 + "}", None, "nested"),
        ("name,kind", None, "character 1"),
    ],
)
def test_a_line_that_cannot_be_read_does_not_stop_the_next(line, field, word):
    bad, good = rows(f'{line}\n{{"b":1}}\n', "x.jsonl")
    assert isinstance(bad, BadRow)
    assert (bad.line, bad.field) == (1, field)
    assert word in bad.reason
    assert good == RawRow(line=2, values={"b": 1})


def test_the_same_reading_serves_a_request_body():
    with pytest.raises(NotAnEvent) as caught:
        parse_object("hello")
    assert "JSON" in caught.value.zh


@pytest.mark.parametrize(
    "tail", ['{"a":', '{"a"', "{", '{"a":"b', '{"a":1', '{"a":{"b":1}', '{"a":tru', '{"a":1,']
)
def test_a_file_cut_off_in_its_last_line_is_refused_before_its_first(tail):
    for end in ("", "\n"):
        why = refusal(f'{{"a":1}}\n{{"a":2}}\n{tail}{end}', "x.jsonl")
        assert why.line == 3
        assert "cut off" in why.en
        assert "截断" in why.zh


def test_a_whole_last_line_needs_no_line_end_and_a_wrong_one_is_but_a_row():
    assert len(values('{"a":1}\n{"a":2}', "x.jsonl")) == 2
    assert isinstance(rows('{"a":1}\n{"a" 2}', "x.jsonl")[1], BadRow)


def test_a_json_array_is_told_what_json_lines_are():
    for array in ('[{"a":1}]', '[{"a":1},\n{"a":2}]\n', "[\n{}\n]", " [1]\n\n"):
        assert "JSONL" in refusal(array, "x.json").en


def test_json_in_gbk_and_with_a_mark_is_read():
    line = '{"name":"厦门虚构有限公司"}\n'
    assert values(line.encode("gbk"), "x.jsonl") == [{"name": "厦门虚构有限公司"}]
    assert values(line.encode("utf-8-sig"), "x.jsonl") == [{"name": "厦门虚构有限公司"}]


# --- encodings -----------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_tables_are_read_in_the_encodings_of_the_trade(encoding, end):
    data = TABLE.replace("\n", end).encode(encoding)
    assert values(data) == [
        {
            "source": "厦门局",
            "source_ref": "1",
            "name": "虚构甲有限公司",
            "occurred_on": "2025-03-01",
            "facts": {"deaths": "3"},
        }
    ]


def test_a_rare_sign_outside_gbk_is_read_in_gb18030():
    assert (
        values(TABLE.replace("虚构甲", "䶮㙍𠮷").encode("gb18030"))[0]["name"] == "䶮㙍𠮷有限公司"
    )


def test_damaged_utf8_never_passes_for_gbk():
    whole = TABLE.encode()
    at = whole.index("甲".encode())
    why = refusal(whole[:at] + b"\xb0" + whole[at + 1 :], "x.csv")
    assert why.line == 2
    assert "damaged" in why.en


def test_utf8_cut_inside_a_sign_is_called_cut_off():
    data = (TABLE + "厦门局,2,虚构乙").encode()
    assert "cut off" in refusal(data[:-1], "x.csv").en
    assert refusal(data[:-1], "x.csv").line == 3


def test_bytes_that_are_neither_utf8_nor_gbk_are_named_by_line():
    data = "来源,企业名称\n".encode("gbk") + b"\x80\xff,x\n"
    why = refusal(data, "x.csv")
    assert why.line == 2
    assert "neither UTF-8 nor GBK" in why.en


def test_utf16_is_told_apart_from_rubbish():
    assert "UTF-16" in refusal(TABLE.encode("utf-16"), "x.csv").en


def test_a_mark_forbids_reading_as_gbk():
    assert "damaged" in refusal(b"\xef\xbb\xbf" + TABLE.encode("gbk"), "x.csv").en


# --- headings ------------------------------------------------------------------------------------


def test_contract_names_and_nested_facts_are_headings():
    data = "source,uscc,facts.deaths,FACTS.Fine\na,b,1,2\n"
    assert values(data) == [{"source": "a", "uscc": "b", "facts": {"deaths": "1", "fine": "2"}}]


def test_blanks_width_and_line_ends_in_headings_do_not_matter():
    data = '来源,"直接经济损失\n（万元）",ｎａｍｅ\na,1,b\n'
    assert values(data) == [{"source": "a", "facts": {"direct_loss": "10000.00"}, "name": "b"}]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_the_heading_row_tells_the_delimiter(sign):
    data = sign.join(["来源", "企业名称", "摘要"]) + "\n" + sign.join(["a", "甲", "一"]) + "\n"
    assert values(data) == [{"source": "a", "name": "甲", "summary": "一"}]


def test_excels_own_first_line_names_the_delimiter():
    assert values("sep=;\nsource;name\na;b,c\n") == [{"source": "a", "name": "b,c"}]


def test_an_unknown_column_is_refused_with_what_was_likely_meant():
    why = refusal("source,facts_deaths\na,1\n", "x.csv")
    assert (why.line, why.field) == (1, "facts_deaths")
    assert "facts.deaths" in refusal("source,deaths\na,1\n", "x.csv").en
    assert "企业名称" in refusal("source,企业名\na,1\n", "x.csv").zh


def test_two_columns_for_one_field_are_refused():
    why = refusal("name,企业名称\na,b\n", "x.csv")
    assert why.field == "name"
    assert "both hold name" in why.en


@pytest.mark.parametrize("data", ["", "\n\n", "1,2,3\n4,5,6\n"])
def test_a_table_without_a_header_is_refused(data):
    assert refusal(data, "x.csv").line >= 1


def test_wan_makes_no_sense_on_what_is_no_money():
    assert refusal("source,死亡人数(万元)\na,1\n", "x.csv").field == "死亡人数(万元)"
    assert fact("死亡人数(人)", "3") == "3"


def test_blank_lines_before_the_header_and_between_rows_keep_the_count():
    found = rows("\nsource,name\n\na,甲\n,\nb,乙\n", "x.csv")
    assert [row.line for row in found] == [4, 6]


# --- cells ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "yuan"),
    [
        ("1", "10000.00"),
        ("4352.84", "43528400.00"),
        ("0.000001", "0.01"),
        ("1,234.5", "12345000.00"),
        ("１２．５", "125000.00"),
        ("0", "0.00"),
        ("68.6万元", "686000.00"),
    ],
)
def test_amounts_under_a_wan_heading_are_multiplied_exactly(cell, yuan):
    for heading in ("直接经济损失(万元)", "直接经济损失（单位：万元）", "facts.direct_loss(万元)"):
        assert fact(heading, cell) == yuan
    assert fact("罚款（万元）", cell) == yuan


@pytest.mark.parametrize("cell", ["-1", "一百", "0.0000001", "1e3", "1.2.3"])
def test_a_wrong_amount_under_a_wan_heading_is_named(cell):
    found = one("罚款(万元)", cell)
    assert isinstance(found, BadRow)
    assert (found.line, found.field) == (2, "facts.fine")


def test_without_wan_the_amount_is_yuan():
    assert fact("直接经济损失(元)", "43,528,400") == "43528400"
    assert fact("罚款", "500") == "500"


@pytest.mark.parametrize(
    "cell",
    ["2025-03-01", "2025/3/1", "2025年3月1日", "2025.3.1", "２０２５年３月１日", "2025/3/1 0:00"],
)
def test_days_as_people_write_them(cell):
    assert one("发生日期", cell)["occurred_on"] == "2025-03-01"
    assert fact("整改期限", cell) == "2025-03-01"


@pytest.mark.parametrize("cell", ["2025/3", "3/1/2025", "2025年3月", "2025-3/1", "45717"])
def test_a_day_that_could_mean_another_is_left_for_the_domain_to_refuse(cell):
    assert one("发生日期", cell)["occurred_on"] == cell


def test_a_day_that_does_not_exist_keeps_its_digits():
    assert one("发生日期", "2025/2/30")["occurred_on"] == "2025-02-30"


@pytest.mark.parametrize("cell", ["", "  ", "　", "不详", "未知"])
def test_an_empty_cell_is_absent_and_never_zero(cell):
    assert one("死亡人数", cell) == {"source": "s"}


def test_zero_is_zero():
    assert fact("死亡人数", "0") == "0"


def test_lists_and_words_of_the_trade_become_codes():
    for cell in ("罚款、责令停产停业", "罚款;责令停产停业", "罚款；停产停业", "fine|suspension"):
        assert fact("处罚种类", cell) == ["fine", "suspension"]
    assert fact("事故等级", "较大事故") == "major"
    assert one("状态", "撤销")["status"] == "revoked"


def test_names_stay_as_printed_and_codes_lose_their_width():
    assert one("企业名称", " 虚构（甲）公司Ａ ")["name"] == "虚构（甲）公司Ａ"
    assert one("统一社会信用代码", "９１350000")["uscc"] == "91350000"


def test_what_people_type_to_keep_excel_from_counting_is_taken_off():
    assert values('source,uscc\na,"=""0123"""\n')[0]["uscc"] == "0123"
    assert one("uscc", "'0123")["uscc"] == "0123"
    assert one("uscc", "0123\t")["uscc"] == "0123"


def test_a_code_that_excel_turned_into_a_number_is_lost_and_said_so():
    for cell in ("9.13502E+17", "9E17", "9.135E+17"):
        found = one("统一社会信用代码", cell)
        assert isinstance(found, BadRow)
        assert found.field == "uscc"
        assert "last digits" in found.reason


def test_an_excel_error_is_no_value():
    found = one("企业名称", "#N/A")
    assert isinstance(found, BadRow)
    assert found.field == "name"


# --- rows ----------------------------------------------------------------------------------------


def test_excel_leaves_out_empty_cells_at_the_end_of_a_row():
    assert values("source,name,摘要\na,甲\nb,乙,x\n")[0] == {"source": "a", "name": "甲"}


def test_a_short_last_row_without_line_end_is_a_file_that_broke_off():
    good, bad = rows("source,name,摘要\na,甲,x\nb,乙", "x.csv")
    assert good.line == 2
    assert isinstance(bad, BadRow)
    assert "2 of 3 columns" in bad.reason


def test_a_value_without_heading_is_named_and_an_empty_one_forgiven():
    found = rows("source,name\na,甲,\nb,乙,x\nc,丙\n", "x.csv")
    assert isinstance(found[1], BadRow)
    assert "column 3" in found[1].reason
    assert [row.line for row in found] == [2, 3, 4]


def test_a_quoted_cell_may_have_lines_and_the_row_is_where_it_begins():
    found = rows('source,摘要\na,"一\n二"\nb,三\n', "x.csv")
    assert [(row.line, row.values["summary"]) for row in found] == [(2, "一\n二"), (4, "三")]


def test_a_stray_quote_spoils_its_row_alone():
    found = rows('source,name\na,"甲"乙\nb,丙\n', "x.csv")
    assert isinstance(found[0], BadRow)
    assert found[1].values == {"source": "b", "name": "丙"}


def test_a_quote_that_never_ends_is_named_with_the_lines_it_swallowed():
    (bad,) = rows('source,name\na,"甲\nb,乙\n', "x.csv")
    assert isinstance(bad, BadRow)
    assert bad.line == 2
    assert "2-3" in bad.reason


@pytest.mark.parametrize("size", [-1, 0])
def test_a_line_of_a_mebibyte_is_read_and_a_longer_one_refused(size):
    line = '{"a":"' + "x" * (1024 * 1024 - 9 + size) + '"}\n'
    assert len(line) == 1024 * 1024 + size
    assert len(values(line + '{"b":1}\n', "x.jsonl")) == 2
    bad, good = rows(line.replace('"}', 'xx"}') + '{"b":1}\n', "x.jsonl")
    assert isinstance(bad, BadRow)
    assert (bad.line, good.line) == (1, 2)


def test_an_overlong_line_of_a_table_spoils_its_row_alone():
    found = rows(f"source,name\na,{'x' * 1024 * 1024}\nb,乙\n", "x.csv")
    assert isinstance(found[0], BadRow)
    assert found[1] == RawRow(line=3, values={"source": "b", "name": "乙"})


# --- spreadsheets --------------------------------------------------------------------------------


def test_a_sheet_gives_days_as_days_and_numbers_as_excel_shows_them(tmp_path):
    path = sheet(
        tmp_path / "x.xlsx",
        ["来源", "来源编号", "发生日期", "死亡人数", "直接经济损失(万元)", "责任事故", "注册号"],
        ["局", 7, datetime(2025, 3, 1), 3, 0.1 + 0.2, True, 320123000172059],  # noqa: DTZ001
        [None] * 7,
        ["局", "8", "2025/3/2", None, 4352.84, "是", "3201230001720"],
    )
    assert list(read(path)) == [
        RawRow(
            line=2,
            values={
                "source": "局",
                "source_ref": "7",
                "occurred_on": "2025-03-01",
                "other_id": "320123000172059",
                "facts": {"deaths": "3", "direct_loss": "3000.00", "liable": True},
            },
        ),
        RawRow(
            line=4,
            values={
                "source": "局",
                "source_ref": "8",
                "occurred_on": "2025-03-02",
                "other_id": "3201230001720",
                "facts": {"direct_loss": "43528400.00", "liable": "是"},
            },
        ),
    ]


def test_a_code_stored_as_a_number_has_lost_its_digits(tmp_path):
    path = sheet(tmp_path / "x.xlsx", ["来源", "uscc"], ["a", 913502001234567890], ["b", "9"])
    bad, good = read(path)
    assert isinstance(bad, BadRow)
    assert (bad.line, bad.field) == (2, "uscc")
    assert good.line == 3


def test_the_first_sheet_counts_and_its_first_row_is_the_header(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "x.xlsx")
    book.add_worksheet("一").write_row(2, 1, ["来源", "企业名称"])
    book.get_worksheet_by_name("一").write_row(3, 1, ["a", "甲"])
    book.add_worksheet("二").write_row(0, 0, ["rubbish"])
    book.close()
    assert list(read(tmp_path / "x.xlsx")) == [RawRow(line=4, values={"source": "a", "name": "甲"})]


def test_a_sheet_cut_off_anywhere_is_refused(tmp_path):
    path = sheet(tmp_path / "x.xlsx", ["来源", "企业名称"], *(["a", f"甲{n}"] for n in range(500)))
    whole = path.read_bytes()
    for size in (0, 3, 100, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:size])
        with pytest.raises(Unreadable, match="XLSX"):
            read(path)


def test_a_sheet_with_a_flipped_byte_is_refused(tmp_path):
    path = sheet(tmp_path / "x.xlsx", ["来源", "企业名称"], *(["a", f"甲{n}"] for n in range(500)))
    whole = bytearray(path.read_bytes())
    at = whole.index(b"xl/worksheets/sheet1.xml") + 100
    whole[at] ^= 0xFF
    path.write_bytes(whole)
    with pytest.raises(Unreadable):
        list(read(path))


def test_an_empty_sheet_an_unknown_column_and_an_old_workbook_are_refused(tmp_path):
    with pytest.raises(Unreadable, match="empty"):
        read(sheet(tmp_path / "e.xlsx"))
    with pytest.raises(Unreadable, match="unknown column 'foo'"):
        read(sheet(tmp_path / "f.xlsx", ["来源", "foo"]))
    with pytest.raises(Unreadable, match="xls"):
        rows(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "x.xls")


def far(tmp_path, row, column):
    book = xlsxwriter.Workbook(tmp_path / "far.xlsx")
    page = book.add_worksheet()
    page.write(0, 0, "来源")
    page.write(row, column, "来源编号" if row == 0 else "x")
    book.close()
    return tmp_path / "far.xlsx"


def test_one_stray_cell_far_away_is_refused_before_it_takes_all_memory(tmp_path):
    for row, column in ((1_048_575, 16_383), (1_048_575, 0), (399_999, 0), (0, 52), (0, 16_383)):
        with pytest.raises(Unreadable, match="too large"):
            read(far(tmp_path, row, column))


def test_the_last_column_and_row_allowed_are_read(tmp_path):
    assert list(read(far(tmp_path, 0, 51))) == []
    assert [row.line for row in read(far(tmp_path, 399_998, 0))] == [399_999]


def test_another_kind_of_archive_is_no_workbook(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as parts:
        parts.writestr("content.xml", "<office/>")
    with pytest.raises(Unreadable, match="XLSX"):
        read(tmp_path / "x.xlsx")


# --- the file ------------------------------------------------------------------------------------


def test_what_the_first_bytes_say_prevails_over_the_name(tmp_path):
    path = sheet(tmp_path / "x.xlsx", ["来源"], ["a"])
    assert next(read(io.BytesIO(path.read_bytes()), "x.csv")).values == {"source": "a"}
    assert values('{"a":1}\n', "upload") == [{"a": 1}]
    assert values("source\na\n", "upload") == [{"source": "a"}]


def test_progress_reaches_the_total():
    for data, name in ((TABLE, "x.csv"), ('{"a":1}\n{"a":2}\n', "x.jsonl")):
        reading = read(io.BytesIO(data.encode("utf-8-sig")), name)
        assert reading.total == len(data.encode("utf-8-sig"))
        list(reading)
        assert reading.position == reading.total


def test_a_path_is_closed_at_the_last_row_and_on_leaving(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text(TABLE, "utf-8")
    reading = read(path)
    assert len(list(reading)) == 1
    with read(str(path)) as half:
        pass
    assert half._file.closed
    assert reading._file.closed


def test_a_stream_stays_open_for_its_owner():
    stream = io.BytesIO(TABLE.encode())
    list(read(stream, "x.csv"))
    assert not stream.closed


@given(st.binary(max_size=300), st.sampled_from(["x.csv", "x.jsonl", "x.xlsx", "x"]))
def test_whatever_the_bytes_they_are_rows_or_a_refusal(data, name):
    try:
        lines = [row.line for row in rows(data, name)]
    except Unreadable as why:
        lines = [why.line]
    assert all(line >= 1 for line in lines)


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1).filter(
            lambda text: text not in {"不详", "未知", "不明"} and not text.startswith("#")
        ),
        min_size=1,
        max_size=5,
    )
)
def test_no_row_is_lost_between_the_first_and_the_last(names):
    data = "source,name\n" + "".join('s,"' + n.replace('"', '""') + '"\n' for n in names)
    assert [row["name"] for row in values(data)] == names
