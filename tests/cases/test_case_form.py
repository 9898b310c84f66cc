"""The casebook itself is sound: no case is ambiguous, repeated or about a real enterprise."""

import re
from collections import Counter

import pytest
from shipped import all_cases

CASES = all_cases()
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LISTS = {
    "AW14": "blacklist",
    "WS49-2": "joint_punishment",
    "WS49-3": "blacklist",
    "WS11": "serious_dishonesty",
    **dict.fromkeys(("FB-S8", "FB-S9", "FB-S11", "FB-S12")),  # 331号 lists nobody
    "FB-S": "fire_serious_dishonesty",
    "RL133": "redlist",
    "BAN-": None,
    "JS47": "blacklist",
    "NX18": "blacklist",
}
VERDICT = {"rule", "list", "evidence", "triggered_on", "discretionary", "legal_review", "last_day"}


def _check_sign(first17: str) -> str:
    """GB 32100, worked out here again so that the casebook does not lean on the program."""
    total = sum(ALPHABET.index(sign) * pow(3, place, 31) for place, sign in enumerate(first17))
    return ALPHABET[(31 - total % 31) % 31]


def _list_of(rule: str) -> str | None:
    return next(name for prefix, name in LISTS.items() if rule.startswith(prefix))


def test_there_are_enough_cases_and_no_title_twice():
    titles = Counter(case.title for case in CASES)
    assert len(CASES) >= 130
    assert [title for title, times in titles.items() if times > 1] == []


def test_every_enterprise_is_invented():
    codes = {row["uscc"].upper() for case in CASES for row in case.rows if "uscc" in row}
    names = {row["name"] for case in CASES for row in case.rows}
    assert all(code.startswith("91999999") for code in codes)
    assert all(name.startswith("虚构") for name in names)


def test_every_code_but_the_one_meant_to_be_wrong_passes_its_check():
    wrong = {
        case.title
        for case in CASES
        for row in case.rows
        if "uscc" in row and _check_sign(row["uscc"].upper()[:17]) != row["uscc"].upper()[17]
    }
    assert wrong == {"校验位错误的代码——照常评估并警示"}


@pytest.mark.parametrize("book", sorted({case.book.name for case in CASES}))
def test_every_expected_finding_is_whole(book):
    for case in (case for case in CASES if case.book.name == book):
        refs = {row["source_ref"] for row in case.rows}
        for verdict in case.expect:
            for finding in verdict["findings"]:
                needed = VERDICT - ({"evidence"} if finding["evidence"] is None else set())
                assert needed <= finding.keys(), case.title
                assert finding["list"] == _list_of(finding["rule"]), case.title
                assert finding["evidence"] is None or set(finding["evidence"]) <= refs, case.title
            named = [one for open_ in verdict["undetermined"] for one in open_["missing"]]
            assert all(re.search(rf"\b({'|'.join(refs)})\b", one) for one in named), case.title
