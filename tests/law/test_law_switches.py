"""What is switched off finds nothing, is still there to read, and can be switched on for a trial."""

import pytest
from lawbooks import LAW, SHIPPED, changed, event, found, line_of

from creditsvc.law.lint import lint
from creditsvc.law.loader import load
from creditsvc.law.reading import RulebookError

ORDER11 = "instruments/order11.yaml"
HEAD = "  provenance: seen\nterms:"
OFF = "off: {zh: 尚未核实, en: not verified}"
HEAD_OFF = f"  provenance: seen\n  {OFF}\nterms:"
RULE = "  - id: WS11-6-4\n"
CONCEALED = event(
    "A", "ws.report_violation", "2025-01-01", "2025-02-01", sector="chemical", mode="concealed"
)


def test_an_instrument_that_is_off_finds_nothing_and_says_why(tmp_path):
    law = load(changed(tmp_path, ORDER11, HEAD, HEAD_OFF))
    assert "WS11-6-4" not in found([CONCEALED], "2025-12-31", law)
    assert law.instruments["order11"].off == {"zh": "尚未核实", "en": "not verified"}
    assert law.rule("WS11-6-4").off == {"zh": "尚未核实", "en": "not verified"}


def test_one_rule_can_be_off_alone(tmp_path):
    law = load(changed(tmp_path, ORDER11, RULE, f"{RULE}    {OFF}\n"))
    assert "WS11-6-4" not in found([CONCEALED], "2025-12-31", law)
    assert [rule.id for rule in law.rules if rule.off and rule.id.startswith("WS11")] == [
        "WS11-6-4"
    ]


def test_switching_on_reads_as_if_the_line_were_not_there(tmp_path):
    book = changed(tmp_path, ORDER11, HEAD, HEAD_OFF)
    assert load(book).digest != LAW.digest
    law = load(book, switched_on={"order11"})
    assert law.digest == LAW.digest
    assert "WS11-6-4" in found([CONCEALED], "2025-12-31", law)


def test_switching_on_a_rule_leaves_other_rules_off(tmp_path):
    book = changed(tmp_path, ORDER11, RULE, f"{RULE}    {OFF}\n")
    changed(tmp_path, ORDER11, "  - id: WS11-6-1\n", f"  - id: WS11-6-1\n    {OFF}\n")
    law = load(book, switched_on={"WS11-6-4"})
    assert (law.rule("WS11-6-4").off, law.rule("WS11-6-1").off is None) == (None, False)


def test_what_is_not_there_cannot_be_switched_on():
    with pytest.raises(RulebookError, match="no instrument or rule “order12” to switch on"):
        load(SHIPPED, switched_on={"order12"})


def test_a_rule_of_an_instrument_that_is_off_is_switched_on_with_it(tmp_path):
    book = changed(tmp_path, ORDER11, HEAD, HEAD_OFF)
    with pytest.raises(RulebookError, match="switch on “order11”") as refused:
        load(book, switched_on={"WS11-6-4"})
    assert refused.value.line == line_of(book, ORDER11, "WS11-6-4")
    assert load(book, switched_on={"WS11-6-4", "order11"}).digest == LAW.digest


def test_what_is_on_stays_on():
    assert load(SHIPPED, switched_on={"order11"}).digest == LAW.digest


def test_a_display_order_that_is_off_is_not_used_and_leaves_no_gap_to_complain_of(tmp_path):
    display = "instruments/order58.yaml"
    book = changed(tmp_path, display, "  provenance: seen\n", f"  provenance: seen\n  {OFF}\n")
    law = load(book)
    assert law.display_on(LAW.instruments["order58"].in_force.from_) is None
    assert [order.instrument.id for order in law.displays_off] == ["order527", "order58"]
    assert lint(book, LAW.instruments["order36"].in_force.from_) == ()


def test_lint_wants_what_is_hardly_known_to_be_off(tmp_path):
    on = LAW.instruments["order36"].in_force.from_
    known = "{zh: 瞒报、谎报生产安全事故, en: accident concealed or falsely reported}"
    text = (SHIPPED / ORDER11).read_text(encoding="utf-8")
    rule = text[text.index(known) : text.index("  - id: WS11-6-5")]
    book = changed(tmp_path, ORDER11, rule, rule.replace("seen", "known med"))
    (complaint,) = lint(book, on)
    assert (complaint.place.file, complaint.place.line) == (
        ORDER11,
        line_of(book, ORDER11, RULE.strip()),
    )
    assert "only known med" in complaint.en
    changed(tmp_path, ORDER11, RULE, f"{RULE}    {OFF}\n")
    assert lint(book, on) == ()
