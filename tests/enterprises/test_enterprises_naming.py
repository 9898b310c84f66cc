"""Names in their normal form, taken apart, and compared. Pure: no database."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creditsvc.app import read_words
from creditsvc.enterprises import blocking
from creditsvc.enterprises.likeness import CLASSES, REASONS, likeness
from creditsvc.enterprises.naming import LONGEST, Reader, plain
from creditsvc.enterprises.sounds import alike, sound
from creditsvc.settings import ROOT

READER = read_words(ROOT / "config")[Reader]
WORDS = ["兰州", "兰州市", "甘肃省", "虚构", "宏远", "金鼎", "化工", "商贸", "有限公司", "股份有限公司",
         "公司", "城关分公司", "（集团）", "ＡＢＣ", "國際", " ", "·", "😀", "\u200b", "7"]  # fmt: skip
WRITTEN = st.lists(st.sampled_from(WORDS), max_size=7).map("".join) | st.text(
    st.characters(codec="gbk"), max_size=30
)
NAMES = st.lists(st.sampled_from(WORDS), max_size=7).map("".join) | st.text(max_size=30)


def read(name):
    return READER.read(plain(name))


def like(asked, held):
    found = likeness(read(asked), read(held))
    return found and (found.klass, *found.reasons)


def meets(asked, held):
    return bool(
        {one.key for one in blocking.probes(READER, read(asked))} & blocking.stored(read(held))
    )


@settings(max_examples=200, deadline=None)
@given(NAMES)
def test_the_normal_form_of_a_normal_form_is_itself(name):
    assert plain(plain(name)) == plain(name)


@settings(max_examples=100, deadline=None)
@given(WRITTEN, st.integers(0, 30), st.sampled_from("（）()[]【】《》 　·-—，。\u200b"))
def test_brackets_width_and_punctuation_never_change_where_is_looked(name, at, sign):
    name = name[: LONGEST - 1]
    written = name[:at] + sign + name[at:]
    wide = "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in written)
    probes = blocking.probes(READER, read(name))
    assert blocking.probes(READER, read(written)) == probes
    assert blocking.probes(READER, read(wide)) == probes


@settings(max_examples=200, deadline=None)
@given(NAMES, NAMES)
def test_likeness_has_the_same_class_both_ways_and_words_for_all_it_says(one, other):
    there, back = likeness(read(one), read(other)), likeness(read(other), read(one))
    assert (there and there.klass) == (back and back.klass)
    if there:
        assert there.klass in CLASSES
        assert set(there.reasons) <= set(REASONS)
        assert there.body()["zh"]


@settings(max_examples=100, deadline=None)
@given(NAMES)
def test_a_name_meets_itself_and_is_the_same_as_itself(name):
    if plain(name):
        assert meets(name, name)
        assert like(name, name) == ("same_name",)


@pytest.mark.parametrize(
    ("name", "regions", "core", "trade", "form", "branch"),
    [
        ("甘肃省兰州市虚构化工有限公司", ("甘肃", "兰州"), "虚构化工", "化工", "有限公司", ""),
        ("兰州虚构化工股份有限公司", ("兰州",), "虚构化工", "化工", "股份有限公司", ""),
        ("虚构（集团）有限公司", (), "虚构", "", "集团有限公司", ""),
        ("虚構合夥企業（有限合夥）", (), "虚构", "", "合伙企业有限合伙", ""),
        ("兰州虚构商贸有限公司城关分公司", ("兰州",), "虚构商贸", "商贸", "有限公司", "城关"),
        ("兰州虚构公司城关分公司", ("兰州",), "虚构", "", "公司", "城关"),
        ("大厂回族自治县虚构食品厂", ("大厂",), "虚构食品厂", "食品厂", None, ""),
        ("上海航空有限公司", ("上海",), "上海航空", "航空", "有限公司", ""),
        ("有限公司", (), "有限", "", "公司", ""),
    ],
)  # fmt: skip
def test_a_name_is_taken_apart(name, regions, core, trade, form, branch):
    parts = read(name)
    assert (parts.regions, parts.core, parts.trade, parts.branch) == (regions, core, trade, branch)
    assert (parts.legal_form and parts.legal_form.zh) == form


HELD = "兰州市虚构宏远化工有限公司"


@pytest.mark.parametrize(
    ("asked", "held", "expected"),
    [
        ("蘭州市虛構宏遠化工有限公司", HELD, ("same_name",)),
        ("（兰州市）虚构宏远 化工有限公司", HELD, ("same_name",)),
        ("虚构宏远化工有限公司", HELD, ("same_core", "region_missing")),
        ("甘肃省兰州市虚构宏远化工有限公司", HELD, ("same_core", "region_broader")),
        ("西安虚构宏远化工有限公司", HELD, ("same_core", "region_differs")),
        ("兰州虚构宏远化工股份有限公司", HELD, ("same_core", "legal_form_differs")),
        ("兰州虚构宏远化工", HELD, ("same_core", "legal_form_missing")),
        ("兰州市虚构宏达化工有限公司", HELD, ("slip", "wrong_sign")),
        ("兰州市虚构鸿远化工有限公司", HELD, ("slip", "wrong_sign", "sounds_alike")),
        ("兰州市虚构宏化工有限公司", HELD, ("slip", "missing_sign")),
        ("兰州市虚构宏远大化工有限公司", HELD, ("slip", "extra_sign")),
        ("兰州市虚构远宏化工有限公司", HELD, ("slip", "swapped_signs")),
        ("兰州市虚构宏远化工有限公同", HELD, ("slip", "wrong_sign")),
        ("兰洲市虚构宏远化工有限公司", HELD, ("slip", "wrong_sign", "sounds_alike")),
        ("兰州市虚构鸿源化工有限公司", HELD, ("homophone", "sounds_alike")),
        (HELD + "城关分公司", HELD, ("related_unit", "branch")),
        ("山东虚构体育有限公司", "虚构（山东）体育有限公司", ("same_core", "word_order")),
    ],
)
def test_variants_meet_and_say_in_what_they_differ(asked, held, expected):
    assert like(asked, held) == expected
    assert meets(asked, held)


@pytest.mark.parametrize(
    ("asked", "held", "expected"),
    [
        ("内蒙古观尔多斯市东胜区虚构宏远化工", "内蒙古鄂尔多斯市东胜区虚构宏远化工", "wrong_sign"),
        ("丰满族自治县虚构商贸有限公司", "丰宁满族自治县虚构商贸有限公司", "missing_sign"),
        ("广西壮族自治区玉两林市虚构烟花厂", "广西壮族自治区玉林市虚构烟花厂", "extra_sign"),
        ("衡水性市人民医院", "衡水市人民医院", "extra_sign"),
        ("湘品乡市人民医院", "湘乡市人民医院", "extra_sign"),
        ("衡水市中医院", "衡水市中医医院", "missing_sign"),
        ("西安市第二市政工程光司", "西安市第二市政工程公司", "wrong_sign"),
        ("虚构宏远公外司", "虚构宏远公司", "extra_sign"),
        ("虚构石油销售公开司城东加油站", "虚构石油销售公司城东加油站", "extra_sign"),
        ("道真仡佬族需族自治县物资公司", "道真仡佬族苗族自治县物资公司", "wrong_sign"),
        (HELD + "城关加油议站", HELD + "城关加油站", "extra_sign"),
        ("兰州市虚构宏远化工有限司公", HELD, "swapped_signs"),
        ("兰州市虚构宏远化有工限公司", HELD, "swapped_signs"),
        ("州兰市虚构宏远化工有限公司", HELD, "swapped_signs"),
    ],
)
def test_a_slip_that_moves_the_seams_of_a_name_is_a_slip(asked, held, expected):
    assert like(asked, held) == ("slip", expected)
    assert meets(asked, held)


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ("重庆生达虚构建筑材料有限公司", "重庆盛大虚构建筑材料有限公司"),  # 生达 is a place too
        ("湖南虚构大学社计研究元有限公司", "湖南虚构大学设计研究院有限公司"),
        ("云南省楚雄教通运数集团有限公司", "云南省楚雄交通运输集团有限公司"),
    ],
)
def test_what_sounds_the_same_meets_wherever_its_region_is_thought_to_end(asked, held):
    assert like(asked, held)[:2] == ("homophone", "sounds_alike")
    assert meets(asked, held)


def test_what_sounds_the_same_here_is_nearer_than_a_slip_elsewhere():
    asked = read("张掖市虚构因合商贸有限公司")
    heard = likeness(asked, read("张掖市虚构银河商贸有限公司"))
    slip = likeness(asked, read("西安市虚构盛合商贸有限公司"))
    assert (heard.klass, slip.klass) == ("homophone", "slip")
    assert heard.rank < slip.rank
    assert likeness(asked, read("张掖市虚构盛合商贸有限公司")).rank < heard.rank


def test_a_group_by_shares_is_a_legal_form_of_its_own():
    assert like("枣庄虚构建设集团有限公司", "枣庄虚构建设集团股份公司") == (
        "same_core", "legal_form_differs",
    )  # fmt: skip


def test_two_branches_of_one_company_are_told_to_be_other_enterprises():
    one, other = HELD + "城关分公司", HELD + "永登分公司"
    assert like(one, other) == ("related_unit", "other_branch")


@pytest.mark.parametrize(
    "asked", ["兰州市虚构永泰化工有限公司", "西安虚构宏远商贸有限公司", "", "有限公司", "😀"]
)
def test_other_names_are_not_proposed(asked):
    assert like(asked, HELD) is None


def test_the_differing_signs_are_told():
    found = likeness(read("兰州市虚构鸿远化工有限公司"), read(HELD))
    [difference] = found.differing
    assert (difference.part, difference.asked, difference.held) == ("core", "鸿", "宏")


def test_sounds_are_compared_without_tones():
    assert alike("宏", "鸿")
    assert alike("重", "众")
    assert not alike("宏", "金")
    assert sound("吕A") == "lü'A'"


def test_a_name_of_ten_thousand_signs_is_read_as_far_as_names_go():
    assert len(plain("虚" * 10_000)) == LONGEST
    assert blocking.probes(READER, read("虚" * 10_000))
