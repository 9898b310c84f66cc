"""What a rulebook may not say, part by part, and the whole refusal in both languages: refusals.yaml."""

from dataclasses import replace
from pathlib import Path

import pytest

from creditsvc.law.conditions import read_condition
from creditsvc.law.consequences import read_then
from creditsvc.law.domain import Term
from creditsvc.law.duty_text import read_duties
from creditsvc.law.exits import read_exit
from creditsvc.law.instruments import Vocabulary, read_instrument
from creditsvc.law.kinds import kinds_of
from creditsvc.law.measure_reading import read_measures
from creditsvc.law.orders import read_classes, read_display
from creditsvc.law.parsing import parse
from creditsvc.law.principles import read_two_dates
from creditsvc.law.procedures import read_publications
from creditsvc.law.reading import RulebookError
from creditsvc.law.rulebook import ListKind
from creditsvc.law.rules import read_rule
from creditsvc.law.schemes import read_schemes

HERE = Path(__file__).parent


def plain(name):
    return parse((HERE / name).read_text(encoding="utf-8"), name).plain()


KINDS_TEXT = (HERE / "refusals_kinds.yaml").read_text(encoding="utf-8")
PARTS, TOLD = plain("refusals_parts.yaml"), plain("refusals.yaml")
LISTS = ("black", "red")
TERMS = {"red": Term(months=12, counts_from="decision")}


@pytest.fixture(scope="module")
def kinds():
    """The invented kinds."""
    return kinds_of(parse(KINDS_TEXT, "kinds.yaml"))


def refused(read, text):
    """The line of what *read* says against *text*, and what: Chinese and English, without the place."""
    with pytest.raises(RulebookError) as caught:
        read(parse(text, "x.yaml"))
    line, zh, en = caught.value.line, caught.value.zh, caught.value.en
    place = f"x.yaml:{line}"
    return line, {"zh": zh.removeprefix(f"{place}："), "en": en.removeprefix(f"{place}: ")}


def refusal(read, text):
    return refused(read, text)[1]


@pytest.fixture(scope="module")
def readers(kinds):
    """What reads each part, in a world of the invented kinds and two lists."""
    named = {
        name: ListKind(id=name, title={"zh": name, "en": name}, polarity="adverse", weight=1)
        for name in LISTS
    }
    words = Vocabulary(kinds=kinds, lists=named)
    document, records = parse(PARTS["instruments"], "x.yaml"), parse(PARTS["records"], "x.yaml")
    instrument = read_instrument(document, words)
    first = parse(PARTS["schemes"], "x.yaml")
    honours = {**named, "red": replace(named["red"], polarity="favourable")}
    base, measures = parse(PARTS["base_list"], "x.yaml"), parse(PARTS["measures"], "x.yaml")
    texts = {"text1": instrument}
    return {
        "base_list": lambda entry: read_measures(measures, entry, honours, texts),
        "measures": lambda entry: read_measures(entry, base, honours, texts),
        "instruments": lambda entry: read_instrument(entry, words),
        "rules": lambda entry: read_rule(entry, instrument, document, words),
        "records": lambda entry: read_classes(entry, kinds),
        "displays": lambda entry: read_display(entry, instrument),
        "publications": lambda entry: read_publications(entry, named),
        "principles": read_two_dates,
        "schemes": lambda entry: read_schemes([entry], records, words),
        "mapped": lambda entry: read_schemes([first, entry], records, words),
        "supervision": lambda entry: read_duties(
            entry, words, read_schemes([first], records, words)
        ),
    }


@pytest.mark.parametrize("part", PARTS)
def test_what_a_part_may_say(part, readers):
    assert readers[part](parse(PARTS[part], "x.yaml"))


@pytest.mark.parametrize("row", TOLD["parts"], ids=lambda row: f"{row['part']} {row['text']}")
def test_what_a_part_may_not_say(row, readers):
    text, old = PARTS[row["part"]], row["for"]
    assert old in text
    told = refused(readers[row["part"]], text.replace(old, row["text"], 1))
    assert told == (row["line"], {"zh": row["zh"], "en": row["en"]})


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
