"""A broken rulebook is refused with file, line, and what to do, in Chinese and English."""

import pytest
from lawbooks import LAW, SHIPPED, changed, line_of

from creditsvc.law.loader import files_of, load
from creditsvc.law.reading import RulebookError, parse

ORDER11 = "instruments/order11.yaml"
BROKEN = [
    # file, what stood there, what stands there now, where the error points, a word of its text
    (ORDER11, "fine_multiplier: {at_least", "fine_factor: {at_least", "fine_factor", "fine_factor"),
    (ORDER11, "kind: ws.rescue_failure", "kind: ws.rescue", "ws.rescue}", "unknown kind"),
    (ORDER11, "    article: 第六条第（二）项\n", "", "WS11-6-2", "“article” is missing"),
    (ORDER11, "id: WS11-6-3", "id: WS11-6-2", None, "used twice"),
    (ORDER11, "grade: major", "grade: huge", "grade: huge", "is one of"),
    (
        ORDER11,
        "{grade: {at_least: serious}}",
        "{grade: {above: serious}}",
        "above",
        "unknown comparison",
    ),
    (ORDER11, "within: {months: 12}", "within: {weeks: 12}", "weeks: 12", "unknown word “weeks”"),
    (ORDER11, "{months: 12}", "{months: 12, days: 365}", "days: 365", "either months or days"),
    (ORDER11, "{months: 12}", "{days: 0}", "days: 0", "above zero"),
    (ORDER11, "        at_least: 2\n", "        at_least: 0\n", "at_least: 0", "above zero"),
    (ORDER11, "discretion: true", "discretion: perhaps", "perhaps", "true or false"),
    (ORDER11, "      count:", "      counts:", None, "a condition is one of"),
    (ORDER11, "subject: person", "subject: dog", "subject: dog", "is one of"),
    (ORDER11, "sectors: [service_body]", "sectors: [services]", "[services]", "unknown sector"),
    (ORDER11, "sectors: order11", "sectors: order12", "order12", "no group of sectors"),
    (ORDER11, "requires: penalty", "requires: fine", "requires: fine", "requires is one of"),
    (
        ORDER11,
        "then: {list: serious_dishonesty}",
        "then: {list: grey}",
        "grey",
        "unknown list “grey”",
    ),
    (ORDER11, "{from: 2023-10-01}", "{from: 2023-13-01}", "2023-13-01", "no day 2023-13-01"),
    (
        ORDER11,
        "{from: 2023-10-01}",
        "{from: 2023-10-01, to: 2023-09-30}",
        "to: 2023",
        "before it begins",
    ),
    (ORDER11, "{from: 2023-10-01}", "{from: soon}", "soon", "a real day"),
    (
        ORDER11,
        "{months: 36, counts_from: decision}",
        "{months: 36, counts_from: birth}",
        "birth",
        "one of",
    ),
    (ORDER11, "  serious_dishonesty: {months", "  blacklist: {months", "WS11-6-1", "term of"),
    (
        ORDER11,
        "provenance: seen\nterms",
        "provenance: heard\nterms",
        "provenance: heard",
        "is one of",
    ),
    (ORDER11, "rank: departmental_rule", "rank: rumour", "rank: rumour", "is one of"),
    (ORDER11, "rules:\n", "rules: [\n", None, "not YAML"),
    (ORDER11, 'mode: [concealed, "false"]', "mode: [concealed, false]", "concealed, false", "text"),
    (ORDER11, "at_least: 2}}}}", "at_least: 2.5}}}}", "2.5", "decimals in quotes"),
    (ORDER11, "  id: order11\n", "  id: order11\n  id: other\n", "id: other", "stands twice"),
    (ORDER11, "  issuer: 应急管理部", "  issuer: &a 应急管理部", "issuer: &a", "anchors"),
    (ORDER11, "ends: ex_officio", "ends: never", "ends: never", "ends is one of"),
    ("lists.yaml", "polarity: favourable", "polarity: pink", "pink", "polarity"),
    ("kinds.yaml", "type: money}", "type: gold}", "gold", "unknown type"),
    ("kinds.yaml", "graded_by: order493", "graded_by: order494", "order494", "no table"),
    ("kinds.yaml", "major: {deaths: 3", "medium: {deaths: 3", "order493:", "lowest first"),
    ("kinds.yaml", "order11: true}", "order11: maybe}", "maybe", "true or false"),
    ("records.yaml", "class: minor", "class: tiny", "class: tiny", "unknown class"),
    (
        "records.yaml",
        "otherwise: true",
        "otherwise: false",
        "class: general",
        "either any or otherwise",
    ),
    ("tiers/default.yaml", "lists: [redlist]", "lists: [redcard]", "redcard", "unknown list"),
    ("tiers/default.yaml", "id: B,", "id: A,", "一般失信", "given twice"),
    ("procedures.yaml", "working_days: 5,", "working_days: 5, days: 5,", "days: 5,", "exactly one"),
    ("publication.yaml", "list: joint_punishment", "list: joint", "list: joint", "unknown list"),
    (
        "instruments/order58.yaml",
        "{earliest: 12, longest: 36}",
        "{earliest: 12, longest: 3}",
        "longest: 3",
        "shorter",
    ),
    ("instruments/notice14.yaml", "fact: deaths", "fact: grade", "fact: grade", "no figure"),
    (
        ORDER11,
        "        at_least: 2\n",
        "        at_least: 2\n        by: rumour\n",
        "rumour",
        "by is one",
    ),
    (
        ORDER11,
        "provenance: seen\nterms",
        "provenance: seen\n  off: soon\nterms",
        "off: soon",
        "mapping",
    ),
    (
        ORDER11,
        "provenance: seen\nterms",
        "provenance: seen\n  off: {zh: 未核实}\nterms",
        "off: {",
        "“en” is",
    ),
    (
        ORDER11,
        "provenance: seen\nterms",
        "provenance: seen\n  overlays: order49\nterms",
        "instrument:",
        "“effect”",
    ),
    (
        ORDER11,
        "provenance: seen\nterms",
        "provenance: seen\n  overlays: order50\n  effect: adds\nterms",
        "instrument:",
        "names no instrument “order50”",
    ),
    (
        ORDER11,
        "provenance: seen\nterms",
        "provenance: seen\n  overlays: order49\n  effect: spoils\nterms",
        "spoils",
        "is one of",
    ),
    ("instruments/redlist133.yaml", "by: conduct", "by: hearsay", "hearsay", "by is a list"),
]


@pytest.mark.parametrize(("file", "old", "new", "at", "word"), BROKEN)
def test_a_broken_rulebook_is_refused_with_file_and_line(tmp_path, file, old, new, at, word):
    book = changed(tmp_path, file, old, new)
    with pytest.raises(RulebookError) as refused:
        load(book)
    error = refused.value
    assert error.file == file
    assert word in error.en
    assert error.zh.startswith(f"{file}:{error.line}：")
    if at is not None:
        assert error.line == line_of(book, file, at)


def test_a_missing_file_is_named(tmp_path):
    book = changed(tmp_path, "lists.yaml", "redlist", "redlist")
    (book / "lists.yaml").unlink()
    with pytest.raises(RulebookError, match=r"lists\.yaml:1: this file is missing"):
        load(book)


def test_an_empty_folder_is_named(tmp_path):
    book = changed(tmp_path, "lists.yaml", "redlist", "redlist")
    for path in (book / "tiers").iterdir():
        path.unlink()
    with pytest.raises(RulebookError, match="there is no file"):
        load(book)


def test_a_file_that_is_not_utf8_is_refused_on_its_line(tmp_path):
    book = changed(tmp_path, "lists.yaml", "redlist", "redlist")
    (book / "lists.yaml").write_bytes("# 名单\n甲: {}\n".encode("gbk"))
    with pytest.raises(RulebookError, match=r"lists\.yaml:1: the file is not UTF-8"):
        load(book)


@pytest.mark.parametrize("text", ["", "# only a comment\n"])
def test_an_empty_file_is_refused(text):
    with pytest.raises(RulebookError, match="the file is empty"):
        parse(text, "a.yaml")


@pytest.mark.parametrize("text", ["a: 0x10", "a: 0o17"])
def test_only_decimal_whole_numbers_are_read(text):
    with pytest.raises(RulebookError, match="decimal"):
        parse(text, "a.yaml")


def test_no_and_off_are_texts_as_in_yaml_1_2():
    fields = parse("a: no\nb: off\nc: true\n", "a.yaml").fields
    assert [entry.value for entry in fields.values()] == ["no", "off", True]


def test_comments_order_of_keys_and_line_breaks_do_not_change_the_digest(tmp_path):
    book = changed(
        tmp_path,
        "lists.yaml",
        "blacklist: {zh: 安全生产不良记录“黑名单”, en: work-safety blacklist, polarity: adverse}",
        "# a note\nblacklist:\n  polarity: adverse\n  en: work-safety blacklist\n  zh: 安全生产不良记录“黑名单”",
    )
    (book / "instruments" / "order11.yaml").rename(book / "instruments" / "zz.yaml")
    assert load(book).digest == LAW.digest


def test_one_changed_figure_changes_the_digest_of_the_law_and_of_its_rule_alone(tmp_path):
    law = load(changed(tmp_path, ORDER11, "within: {months: 12}", "within: {months: 13}"))
    assert law.digest != LAW.digest
    other = [rule.id for rule in law.rules if rule.digest != LAW.rule(rule.id).digest]
    assert other == ["WS11-6-2"]


def test_loading_twice_gives_the_same_digest():
    assert load(SHIPPED).digest == LAW.digest
    assert len(LAW.digest) == 64


def test_a_changed_term_changes_the_digest_of_every_rule_it_governs(tmp_path):
    law = load(
        changed(tmp_path, "instruments/notice14.yaml", "months: 12, counts", "months: 13, counts")
    )
    other = {rule.id for rule in law.rules if rule.digest != LAW.rule(rule.id).digest}
    assert other == {f"AW14-{number}" for number in range(1, 6)}


def test_a_rulebook_kept_as_texts_is_the_same_law_as_its_directory():
    assert load(files_of(SHIPPED)).digest == LAW.digest
    assert set(files_of(SHIPPED)) >= {
        "kinds.yaml",
        "instruments/order11.yaml",
        "tiers/default.yaml",
    }


def test_texts_and_directory_are_refused_alike(tmp_path):
    book = changed(tmp_path, "lists.yaml", "polarity: adverse", "polarity: bad")
    with pytest.raises(RulebookError) as of_directory:
        load(book)
    with pytest.raises(RulebookError) as of_texts:
        load(files_of(book))
    assert str(of_texts.value) == str(of_directory.value)


def test_texts_that_lack_a_file_are_refused_by_its_name():
    texts = {name: text for name, text in files_of(SHIPPED).items() if name != "records.yaml"}
    with pytest.raises(RulebookError, match=r"records\.yaml:1"):
        load(texts)
