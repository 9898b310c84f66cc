"""How YAML is read: what each text gives, or the whole refusal and its line, out of reading.yaml."""

from pathlib import Path

import pytest

from creditsvc.law.parsing import parse, read
from creditsvc.law.places import Place
from creditsvc.law.reading import MARKS, RulebookError, Text

TOLD = parse(
    Path(__file__).with_name("reading.yaml").read_text(encoding="utf-8"), "reading"
).plain()
CELLAR = "# 甲\nb: {c: 1}\na:\n- x\n"


def refused(ask):
    """Where the refusal points, and what it says in Chinese and in English."""
    with pytest.raises(RulebookError) as caught:
        ask()
    place, line = caught.value.file, caught.value.line
    zh = caught.value.zh.removeprefix(f"{place}:{line}：")
    return place, line, zh, caught.value.en.removeprefix(f"{place}:{line}: ")


def by_text(row):
    return f"{row.get('as', '')} {row['text']}"


@pytest.mark.parametrize("row", TOLD["documents"], ids=by_text)
def test_what_a_text_gives(row):
    if "gives" in row:
        assert repr(parse(row["text"], "x.yaml").plain()) == repr(row["gives"])
    else:
        told = refused(lambda: parse(row["text"], "x.yaml"))
        assert told == ("x.yaml", row["line"], row["zh"], row["en"])


@pytest.mark.parametrize("row", TOLD["asked"], ids=by_text)
def test_what_a_value_is_taken_for(row):
    value = parse(f"# a remark\n{row['text']}", "x.yaml").need("a")
    if "gives" in row:
        given = getattr(value, row["as"])
        assert repr(list(given) if isinstance(given, tuple) else given) == repr(row["gives"])
    else:
        told = refused(lambda: getattr(value, row["as"]))
        assert told == ("x.yaml", 2, row["zh"], row["en"])


def test_a_value_without_a_name_is_called_a_value():
    assert refused(lambda: parse("1", "x.yaml").text)[2:] == (
        "“value”应为非空文字",
        "“value” must be a text that is not blank",
    )


def test_how_well_a_source_is_known_is_told_in_five_marks_the_best_first():
    assert MARKS == ("seen", "known high", "known med", "known low", "design")
    assert Text(1, Place("x.yaml", 1)).name == ""


def test_each_value_knows_its_line_and_its_name():
    def places(entry: Text):
        yield entry.place.file, entry.place.line, entry.name
        inner = entry.value.values() if isinstance(entry.value, dict) else entry.value
        for each in inner if isinstance(entry.value, dict | list) else ():
            yield from places(each)

    text = "a: 1\nb:\n  c:\n    - d\n    - e: 2\n  f:\n\ng: [[h]]\n"
    assert list(places(parse(text, "x.yaml"))) == [
        ("x.yaml", 1, ""),
        ("x.yaml", 1, "a"),
        ("x.yaml", 2, "b"),  # where its key stands, not where it begins
        ("x.yaml", 3, "c"),
        ("x.yaml", 4, "c"),
        ("x.yaml", 5, "c"),
        ("x.yaml", 5, "e"),
        ("x.yaml", 6, "f"),
        ("x.yaml", 8, "g"),
        ("x.yaml", 8, "g"),
        ("x.yaml", 8, "g"),
    ]


def test_what_is_there_is_found_and_what_is_not_is_missed():
    entry = parse("a: b\nc:\n", "x.yaml")
    assert entry.need("a") is entry.get("a") is entry.fields["a"]
    assert entry.need("c").value is None
    assert entry.get("d") is None
    assert refused(lambda: entry.need("d")) == (
        "x.yaml", 1, "缺少“d”，请补上", "“d” is missing: add it",
    )  # fmt: skip


def test_words_other_than_the_allowed_ones_are_refused_where_they_stand():
    entry = parse("a: b\nc: d\n", "x.yaml")
    assert entry.only("a", "c", "e") is entry
    assert refused(lambda: entry.only("a", "e")) == (
        "x.yaml", 2, "不认识的词“c”；此处可用：a、e", "unknown word “c”; use one of: a, e",
    )  # fmt: skip
    assert entry.need("c").one_of(("b", "d")) == "d"
    assert refused(lambda: entry.need("c").one_of(("a", "b"))) == (
        "x.yaml", 2, "“c”应为：a、b；而不是“d”", "“c” is one of: a, b; not “d”",
    )  # fmt: skip


def test_a_file_is_read_as_utf_8_and_named_from_its_rulebook(tmp_path):
    file = tmp_path / "tiers" / "x.yaml"
    file.parent.mkdir()
    file.write_bytes(CELLAR.encode())
    assert read(file, tmp_path).plain() == {"b": {"c": 1}, "a": ["x"]}
    assert read(file, tmp_path).place.file == "tiers/x.yaml"
    file.write_bytes("a: 1\nb: 2\nc: 甲\n".encode("gbk"))
    assert refused(lambda: read(file, tmp_path)) == (
        "tiers/x.yaml", 3, "文件不是 UTF-8，请另存为 UTF-8", "the file is not UTF-8: save it as UTF-8",
    )  # fmt: skip
