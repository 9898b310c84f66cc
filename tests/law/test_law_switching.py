"""What is read as if it were on keeps every place and name, so that refusals point where they did."""

import pytest
from test_law_refusals import PARTS

from creditsvc.law.parsing import parse
from creditsvc.law.places import RulebookError
from creditsvc.law.switches import switch_on

OFF = "off: {zh: 停, en: off}"
FILE = (
    PARTS["instruments"].replace("  id: text1", f"  id: text1\n  {OFF}")
    + f"""\
rules:
  - id: T-1
    {OFF}
    article: 第一条
  - id: T-2
    {OFF}
"""
)
LINES = f"""\
exceptions: [{{zh: 举报, en: a report}}]
lines:
  - {{id: L-1, {OFF}, says: draw}}
  - {{id: L-2, {OFF}, says: draw}}
"""


def switched(wanted, text=FILE):
    (document,), supervision = switch_on(
        [parse(text, "x.yaml")], parse(LINES, "supervision.yaml"), wanted
    )
    return document, supervision


def places(entry, path=()):
    """Each value, with the words that lead to it, its line and its name."""
    yield path, (entry.place.file, entry.place.line, entry.name)
    if isinstance(entry.value, dict):
        for word, inner in entry.value.items():
            yield from places(inner, (*path, word))
    elif isinstance(entry.value, list):
        for inner in entry.value:
            yield from places(
                inner, (*path, inner.fields["id"].text if "id" in inner.fields else "")
            )


@pytest.mark.parametrize(
    ("wanted", "opened"),
    [
        ((), []),
        (("text1",), [("instrument",)]),
        (("text1", "T-2"), [("instrument",), ("rules", "T-2")]),
        (("L-2",), [("lines", "L-2")]),
    ],
)
def test_only_the_lines_off_of_what_is_wanted_are_gone(wanted, opened):
    before = dict(places(parse(FILE, "x.yaml")))
    before |= dict(places(parse(LINES, "supervision.yaml"), ("s",)))
    document, supervision = switched(wanted)
    after = dict(places(document)) | dict(places(supervision, ("s",)))
    gone = [path[1:] if path[0] == "s" else path for path in before.keys() - after.keys() if path[-1] == "off"]  # fmt: skip
    assert sorted(gone) == sorted((*path, "off") for path in opened)
    assert after == {path: before[path] for path in after}
    assert {path for path in before.keys() - after.keys() if "off" not in path} == set()


def test_what_is_not_there_is_named_and_the_first_of_several():
    with pytest.raises(RulebookError) as caught:
        switched({"text1", "T-9", "T-3"})
    assert (caught.value.file, caught.value.line) == ("instruments/", 1)
    assert caught.value.zh == "instruments/:1：没有可以启用的文件或规则“T-3”"
    assert caught.value.en == "instruments/:1: there is no instrument or rule “T-3” to switch on"


def test_a_rule_of_an_instrument_that_is_off_is_refused_on_its_line():
    with pytest.raises(RulebookError) as caught:
        switched({"T-2"})
    line = FILE.splitlines().index("  - id: T-2") + 1
    assert caught.value.zh == f"x.yaml:{line}：规则“T-2”随文件“text1”停用，请启用该文件"
    assert (
        caught.value.en
        == f"x.yaml:{line}: rule “T-2” is off because its instrument is: switch on “text1”"
    )
    document, _ = switched({"T-2"}, FILE.replace(f"  {OFF}\n  number", "  number"))
    assert "off" not in document.need("rules").items[1].fields
