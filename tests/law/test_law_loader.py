"""How a rulebook is read: its digest, its texts; what breaks it stands in test_law_broken."""

import pytest
from lawbooks import LAW, SHIPPED, changed

from creditsvc.law.loader import files_of, load
from creditsvc.law.parsing import parse
from creditsvc.law.reading import RulebookError

ORDER11 = "instruments/order11.yaml"


def test_an_empty_folder_is_named(tmp_path):
    book = changed(tmp_path, "lists.yaml", "redlist", "redlist")
    for path in (book / "tiers").iterdir():
        path.unlink()
    with pytest.raises(RulebookError, match="there is no file"):
        load(book)


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
        "blacklist: {zh: 安全生产不良记录“黑名单”, en: work-safety blacklist, polarity: adverse, weight: 2}",
        "# a note\nblacklist:\n  weight: 2\n  polarity: adverse\n  en: work-safety blacklist\n  zh: 安全生产不良记录“黑名单”",
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


def test_a_file_that_is_no_utf_8_is_named_by_its_path_in_the_rulebook(tmp_path):
    book = changed(tmp_path, ORDER11, "id: order11", "id: order11")
    (book / ORDER11).write_bytes((book / ORDER11).read_bytes() + b"\xff")
    with pytest.raises(RulebookError, match="UTF-8") as refused:
        files_of(book)
    assert refused.value.file == ORDER11


def test_a_list_is_kept_under_its_own_id_and_an_honour_weighs_nothing():
    assert all(kind.id == name for name, kind in LAW.lists.items())
    assert LAW.lists["redlist"].weight == 0
    assert LAW.lists["joint_punishment"].weight == 1


def test_an_overlay_over_nothing_is_told_every_text_there_is(tmp_path):
    book = changed(
        tmp_path, "instruments/tianshui_fire.yaml", "overlays: gansu_fire", "overlays: gansu"
    )
    with pytest.raises(RulebookError) as refused:
        load(book)
    names = [each.id for each in LAW.instruments.values()]
    assert refused.value.zh.endswith(f"“gansu”不存在；现有：{'、'.join(names)}")
    assert refused.value.en.endswith(f"no instrument “gansu”; there are: {', '.join(names)}")


def test_a_rule_that_is_not_there_is_none():
    assert LAW.rule("WS11-9-9") is None
