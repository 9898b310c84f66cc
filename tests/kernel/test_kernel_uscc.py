"""Unified social credit codes and organisation codes."""

import csv
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from creditsvc.kernel import uscc

DATA = Path(__file__).parent / "data"
digits = "0123456789"


def column(name: str, key: str = "code", **where: str) -> list[str]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return [
            row[key] for row in csv.DictReader(lines) if all(row[k] == v for k, v in where.items())
        ]


@st.composite
def codes(draw):
    first = draw(st.sampled_from(uscc.DEPARTMENTS)) + draw(st.sampled_from(uscc.ALPHABET))
    region = draw(st.text(digits, min_size=6, max_size=6))
    body = draw(st.text(uscc.ALPHABET, min_size=9, max_size=9))
    first17 = first + region + body
    return first17 + uscc.check_sign(first17)


@st.composite
def organisation_codes(draw):
    body = draw(st.text(digits, min_size=8, max_size=8))
    return next(body + s for s in "0123456789X" if uscc.organisation_problem(body + s) is None)


@pytest.mark.parametrize("code", column("codes_valid.csv"))
def test_real_codes_are_valid(code):
    assert uscc.problem(code) is None
    assert uscc.kind_of_identifier(code) == "uscc"


@pytest.mark.parametrize("code", column("codes_odd.csv", status="bad_check"))
def test_real_codes_with_a_wrong_check_sign_name_the_right_one(code):
    expected = uscc.check_sign(code[:17])
    assert f"“{expected}”" in (uscc.problem(code) or "")
    assert uscc.is_valid(code[:17] + expected)
    assert uscc.kind_of_identifier(code) == "uscc"


@pytest.mark.parametrize("code", column("codes_odd.csv", status="valid+lowercase"))
def test_real_codes_in_lower_case_become_valid(code):
    assert not uscc.is_valid(code)
    assert uscc.is_valid(uscc.normalise(code))
    assert uscc.kind_of_identifier(code) == "uscc"


@pytest.mark.parametrize(
    "code",
    column("codes_odd.csv", status="regno15") + column("codes_odd.csv", status="regno13"),
)
def test_real_registration_numbers_are_told_apart(code):
    assert uscc.kind_of_identifier(code) == "registration"
    assert f"现为 {len(code)} 位" in (uscc.problem(code) or "")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("95028578-3", "organisation"),
        ("950285783", "organisation"),
        ("企合苏总字第000063", "unknown"),
        ("企外苏苏承字第0045", "unknown"),
        ("", "unknown"),
        ("12345678901234", "unknown"),
        ("3201230001720590", "unknown"),
        ("９１３１００００X０７２６２６７９P", "uscc"),
        (" 91310000 x07262679p\n", "uscc"),
    ],
)
def test_identifiers_are_told_apart_by_their_shape(code, kind):
    assert uscc.kind_of_identifier(code) == kind


def test_a_residents_number_is_never_an_enterprises_code():
    assert uscc.kind_of_identifier("11010519491231002X") == "unknown"  # the standard's own example
    assert uscc.kind_of_identifier("110105194912310021") == "uscc"  # its check sign is wrong


def test_a_residents_number_that_passes_the_codes_check_by_chance_is_still_unknown():
    # invented: unassigned region 999999; found by search over the sequence digits
    by_chance = [
        code for n in range(1000) if uscc.is_valid(code := resident(f"99999919900101{n:03d}"))
    ]
    assert len(by_chance) > 10
    kinds = [uscc.kind_of_identifier(code) for code in by_chance]
    assert kinds.count("unknown") > 0.8 * len(kinds)


def resident(first17: str) -> str:
    total = sum(w * int(s) for w, s in zip(uscc._RESIDENT_WEIGHTS, first17, strict=True))
    return first17 + "10X98765432"[total % 11]


@pytest.mark.parametrize("department", uscc.DEPARTMENTS)
def test_every_department_is_accepted_letters_too(department):
    first17 = f"{department}1620105L01510128"
    assert uscc.is_valid(first17 + uscc.check_sign(first17))


@pytest.mark.parametrize("department", sorted(set(uscc.ALPHABET) - set(uscc.DEPARTMENTS)))
def test_no_other_sign_names_a_department(department):
    first17 = f"{department}1620105L01510128"
    assert "第 1 位" in (uscc.problem(first17 + uscc.check_sign(first17)) or "")


def test_a_code_of_a_region_long_gone_is_valid():
    first17 = "91999999MA0000001"
    assert uscc.is_valid(first17 + uscc.check_sign(first17))


@pytest.mark.parametrize("length", [0, 1, 17, 19])
def test_a_wrong_length_is_named(length):
    assert f"现为 {length} 位" in (uscc.problem("9" * length) or "")


@pytest.mark.parametrize("sign", "IOSVZ")
def test_a_forbidden_sign_is_named_with_its_place(sign):
    told = uscc.problem(f"91620105{sign}015101280") or ""
    assert f"第 9 位“{sign}”" in told
    assert f"sign 9, '{sign}'" in told


@pytest.mark.parametrize("sign", ["a", "é", "９", " ", "-", "中"])
def test_signs_outside_the_alphabet_are_named(sign):
    assert "第 18 位" in (uscc.problem("91620105L01510128" + sign) or "")


@pytest.mark.parametrize("place", range(3, 9))
def test_a_letter_among_the_region_digits_is_named(place):
    code = "91620105L01510128"
    code = code[: place - 1] + "A" + code[place:]
    assert f"第 {place} 位“A”应为数字" in (uscc.problem(code + uscc.check_sign(code)) or "")


def test_problems_are_told_in_both_languages():
    for code in ("", "9" * 18, "91620105I015101280", "B1620105L015101280", "9X62A105L015101280"):
        zh, en = (uscc.problem(code) or "").split(" / ")
        assert zh
        assert en.isascii()


@given(codes(), st.integers(min_value=0, max_value=17), st.sampled_from(uscc.ALPHABET))
def test_any_single_substitution_is_noticed(code, place, sign):
    assume(code[place] != sign)
    assert uscc.problem(code[:place] + sign + code[place + 1 :]) is not None


@given(codes(), st.integers(min_value=0, max_value=16), st.integers(min_value=1, max_value=17))
def test_any_transposition_is_noticed_but_that_of_the_first_and_last_sign(code, one, other):
    # the weights are 3^0 to 3^16 mod 31, all different; the check sign weighs 1, as the first does
    assume(one < other)
    assume((one, other) != (0, 17))
    assume(code[one] != code[other])
    swapped = list(code)
    swapped[one], swapped[other] = code[other], code[one]
    assert uscc.problem("".join(swapped)) is not None


@given(codes())
def test_normalising_a_valid_code_in_any_dress_gives_it_back(code):
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    for dress in (code.lower(), wide, f" {code[:8]}\u3000{code[8:]}\u200b", f"\ufeff{code}\t"):
        assert uscc.normalise(dress) == code


@given(st.text())
def test_normalising_twice_changes_nothing_more(text):
    once = uscc.normalise(text)
    assert uscc.normalise(once) == once


@given(st.text())
def test_any_text_at_all_gets_an_answer(text):
    assert uscc.problem(text) is None or " / " in (uscc.problem(text) or "")
    assert uscc.kind_of_identifier(text) in {"uscc", "registration", "organisation", "unknown"}
    uscc.organisation_problem(text)


def test_a_sign_outside_the_alphabet_has_no_check_sign():
    with pytest.raises(ValueError, match="substring"):
        uscc.check_sign("91620105I01510128")
    with pytest.raises(ValueError, match="argument"):
        uscc.check_sign("9162")


@pytest.mark.parametrize("code", ["914403001922038216", "911100001000044477", "91620105L015101280"])
def test_the_organisation_part_passes_its_own_check(code):
    part = uscc.organisation_part(code)
    assert len(part) == 9
    assert uscc.organisation_problem(part) is None


def test_hardly_any_real_code_has_a_wrong_organisation_part():
    parts = [uscc.organisation_part(code) for code in column("codes_valid.csv")]
    assert sum(uscc.organisation_problem(part) is None for part in parts) >= 0.98 * len(parts)


@pytest.mark.parametrize(
    ("code", "expected"), [("950285780", "3"), ("95028578-X", "3"), ("L01510120", "8")]
)
def test_a_wrong_organisation_check_names_the_right_one(code, expected):
    assert f"“{expected}”" in (uscc.organisation_problem(code) or "")


@pytest.mark.parametrize(
    "code", ["", "12345678", "1234567-89", "12345678A", "1234567890", "1234567x1"]
)
def test_what_has_not_the_shape_of_an_organisation_code_is_told_so(code):
    assert "8 位" in (uscc.organisation_problem(code) or "")


@given(organisation_codes(), st.integers(min_value=0, max_value=7), st.sampled_from(digits))
def test_any_single_wrong_digit_of_an_organisation_code_is_noticed(code, place, sign):
    # digits only: letters eleven apart, such as A and L, weigh the same modulo 11
    assume(code[place] != sign)
    assert uscc.organisation_problem(code[:place] + sign + code[place + 1 :]) is not None


@given(organisation_codes(), st.integers(min_value=0, max_value=6))
def test_neighbouring_digits_exchanged_are_noticed(code, place):
    assume(code[place] != code[place + 1])
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert uscc.organisation_problem(swapped) is not None


REAL = "91350100M000100Y43"


@pytest.mark.parametrize("text", [REAL, REAL.lower(), "\u200b".join(REAL), REAL + " " * 46])
def test_a_code_is_found_in_any_way_of_writing_it(text):
    assert uscc.written(text) == REAL


@pytest.mark.parametrize(
    "text", [REAL + " " * 47, REAL + " " * 300 + "X", " " * 65 + REAL, "\ufdfa" * 200]
)
def test_what_is_longer_than_any_way_of_writing_a_code_is_none_and_stays_short(text):
    told = uscc.written(text)
    assert len(told) == uscc.LONGEST_WRITTEN + 1
    assert uscc.problem(told) is not None
    assert uscc.problem(uscc.written(told)) is not None
