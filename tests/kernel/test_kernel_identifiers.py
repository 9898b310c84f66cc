"""Tables of identifiers and names at each edge of their shapes, with the whole of what is said of them."""

import pytest

from creditsvc.kernel import uscc
from creditsvc.kernel.text import name_key, without_blanks

ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")  # digits in Unicode, and none of a number here


def resident(first17: str) -> str:
    """With the check sign of ISO 7064 MOD 11-2, worked out from its definition and not from a table."""
    total = sum(int(sign) * 2 ** (17 - place) for place, sign in enumerate(first17))
    rest = (12 - total) % 11
    return first17 + ("X" if rest == 10 else str(rest))


@pytest.mark.parametrize(
    ("first17", "holds"),
    [
        ("11010519491231002", True),
        ("10000018000101000", True),
        ("99999920991009999", True),
        ("99999920991130999", True),
        ("99999919990929999", True),
        ("99999919990519999", True),
        ("01010519491231002", False),
        ("11010517991231002", False),
        ("11010521001231002", False),
        ("11010519490031002", False),
        ("11010519491331002", False),
        ("11010519492031002", False),
        ("11010519491232002", False),
        ("11010519491240002", False),
    ],
)
def test_a_residents_number_has_a_region_a_century_a_month_and_a_day(first17, holds):
    code = resident(first17)
    assert uscc.is_resident(code) is holds
    assert not uscc.is_resident(code[:14] + code[14:17].translate(ARABIC) + code[17])
    assert not uscc.is_resident(f"{code}0")
    assert not uscc.is_resident(f"A{code}")


@pytest.mark.parametrize("place", range(17))
def test_each_sign_of_a_residents_number_has_a_weight_of_its_own(place):
    for first17 in ("11111119111111111", "22222219221222222"):
        digit = str(int(first17[place]) % 9 + 1)
        other = first17[:place] + digit + first17[place + 1 :]
        if place not in (6, 7, 10, 11, 12, 13):  # parts of a day, which have bounds of their own
            assert uscc.is_resident(resident(other))
        assert not uscc.is_resident(other + resident(first17)[-1])


def test_the_signs_of_a_code_are_those_of_the_standard():
    assert uscc.ALPHABET == "0123456789ABCDEFGHJKLMNPQRTUWXY"
    assert uscc.DEPARTMENTS == "123456789ANY"
    assert uscc.LENGTH == 18


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1234567890123".translate(ARABIC), "unknown"),
        ("123456789012345".translate(ARABIC), "unknown"),
        ("9503217X".translate(ARABIC) + "1", "unknown"),
        ("1234567890123", "registration"),
        ("123456789012345", "registration"),
        ("12345678901234", "unknown"),
        ("ABCDEFGH-X", "organisation"),
        ("ABCDEFGHX", "organisation"),
        ("ABCDEFGH--X", "unknown"),
        ("ABCDEFGHA", "unknown"),
        ("11010519491231002X", "unknown"),
        ("ABCDEFGHIOSVZ01234", "uscc"),
        ("ABCDEFGHIOSVZ0123中", "unknown"),
    ],
)
def test_a_number_is_of_the_sort_whose_shape_it_has_and_of_no_other(text, kind):
    assert uscc.kind_of_identifier(text) == kind


SHAPE = (
    "组织机构代码应为 8 位数字或大写字母加 1 位校验码 / an organisation code is 8 digits or capitals and a"
    " check sign"
)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("1234567A", SHAPE),
        ("950285783", None),
        ("95028578-3", None),
        (
            "950285784",
            "校验码错误：末位应为“3”，现为“4” / wrong check sign: the last should be '3', not '4'",
        ),
        (
            "L01510120",
            "校验码错误：末位应为“8”，现为“0” / wrong check sign: the last should be '8', not '0'",
        ),
    ],
)
def test_what_is_wrong_with_an_organisation_code_is_told_whole(code, told):
    assert uscc.organisation_problem(code) == told


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("91620105L015101280", None),
        ("9162", "统一社会信用代码应为 18 位，现为 4 位 / a unified social credit code has 18 signs, this one 4"),
        ("91620105L01510128I",
         ("第 18 位“I”不是代码字符（数字及除 I、O、S、V、Z 外的大写字母） / sign 18, 'I', is no digit and no"
         " capital other than I, O, S, V and Z")),
        ("B1620105L015101280",
         ("第 1 位“B”不是登记管理部门代码（1-9、A、N、Y） / sign 1, 'B', names no registration department"
         " (1-9, A, N, Y)")),
        ("91A20105L015101280",
         ("第 3 位“A”应为数字（第 3-8 位为行政区划码） / sign 3, 'A', must be a digit (signs 3 to 8 name the"
         " region)")),
        ("9162010AL015101280",
         ("第 8 位“A”应为数字（第 3-8 位为行政区划码） / sign 8, 'A', must be a digit (signs 3 to 8 name the"
         " region)")),
        ("91620105L015101281",
         "校验码错误：末位应为“0”，现为“1” / wrong check sign: the last should be '0', not '1'"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_code_is_told_whole(code, told):
    assert uscc.problem(code) == told
    assert uscc.is_valid(code) is (told is None)


@pytest.mark.parametrize("length", [16, 18])
def test_a_check_sign_is_asked_for_seventeen_signs(length):
    with pytest.raises(ValueError, match=r"\Athe argument must be the first 17 signs\Z"):
        uscc.check_sign("9" * length)


@pytest.mark.parametrize(
    ("signs", "one"),
    [
        ("[{<〔【〖〈《「『〘〚（［｛＜", "("),
        ("]}>〕】〗〉》」』〙〛）］｝＞", ")"),
        ("•・‧∙⋅", "·"),
    ],
)
def test_kinds_of_one_sign_are_one(signs, one):
    assert [name_key(f"甲{sign}乙") for sign in signs] == [f"甲{one}乙"] * len(signs)


def test_signs_nobody_sees_do_not_stand_in_a_name():
    unseen = " \u3000\u2028\u2029\x00\n\u200b\u2060\ufeff"
    assert without_blanks(f"甲{unseen}x-_乙") == "甲x-_乙"
    assert name_key("℡e\u200b\u0301") == "tel\u00e9"  # folding and dropping may leave more to fold
