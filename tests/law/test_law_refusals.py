"""What a rulebook may not say, part by part, and the whole refusal in both languages: refusals.yaml."""

from pathlib import Path

import pytest

from creditsvc.law.conditions import read_condition
from creditsvc.law.consequences import read_then
from creditsvc.law.domain import Term
from creditsvc.law.exits import read_exit
from creditsvc.law.kinds import kinds_of
from creditsvc.law.reading import RulebookError, parse

HERE = Path(__file__).parent
KINDS_TEXT = (HERE / "refusals_kinds.yaml").read_text(encoding="utf-8")
TOLD = parse((HERE / "refusals.yaml").read_text(encoding="utf-8"), "refusals.yaml").plain()
LISTS = ("black", "red")
TERMS = {"red": Term(months=12, counts_from="decision")}


@pytest.fixture(scope="module")
def kinds():
    """The invented kinds."""
    return kinds_of(parse(KINDS_TEXT, "kinds.yaml"))


def refusal(read, text):
    """What *read* says against *text*: Chinese and English, without the place."""
    with pytest.raises(RulebookError) as refused:
        read(parse(text, "x.yaml"))
    zh, en = refused.value.zh, refused.value.en
    place = f"x.yaml:{refused.value.line}"
    return {"zh": zh.removeprefix(f"{place}："), "en": en.removeprefix(f"{place}: ")}


def each(part):
    return pytest.mark.parametrize(
        ("text", "said"),
        [(row["text"], {"zh": row["zh"], "en": row["en"]}) for row in TOLD[part]],
    )


@pytest.mark.parametrize("row", TOLD["kinds"], ids=lambda row: row["text"])
def test_what_the_kinds_file_may_not_say(row):
    assert row["for"] in KINDS_TEXT
    broken = KINDS_TEXT.replace(row["for"], row["text"], 1)
    assert refusal(kinds_of, broken) == {"zh": row["zh"], "en": row["en"]}


@each("conditions")
def test_what_a_condition_may_not_ask(text, said, kinds):
    assert refusal(lambda entry: read_condition(entry, kinds), text) == said


@each("consequences")
def test_what_may_not_follow(text, said):
    assert refusal(lambda rule: read_then(rule, LISTS, TERMS), f"then: {text}") == said


@each("exits")
def test_how_a_listing_may_not_end(text, said):
    assert refusal(read_exit, text) == said
