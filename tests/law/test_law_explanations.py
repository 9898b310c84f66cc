"""What a finding and a rule say to a reader, word for word."""

from datetime import date

from lawbooks import LAW

from creditsvc.law.domain import Event
from creditsvc.law.evaluate import evaluate
from creditsvc.law.explain import rule_lines


def explained(penalised: date | None) -> dict[str, str]:
    event = Event(
        ref="A", kind="ws.hazard_ignored", occurred_on=date(2020, 3, 1), penalised_on=penalised
    )
    [finding] = evaluate(LAW, [event], date(2020, 6, 1)).findings
    return dict(finding.explanation)


def test_an_event_without_a_penalty_is_told_without_one():
    told = explained(None)
    assert "计入：A（2020-03-01，重大隐患不整改仍冒险作业）。" in told["zh"]
    assert "Counted: A (2020-03-01, work despite an unremedied major hazard)." in told["en"]


def test_the_day_of_a_penalty_is_told_with_the_event():
    told = explained(date(2020, 5, 1))
    assert "A（2020-03-01，重大隐患不整改仍冒险作业，2020-05-01处罚）" in told["zh"]
    assert (
        "A (2020-03-01, work despite an unremedied major hazard, penalised 2020-05-01)"
        in told["en"]
    )


def lines(rule_id: str) -> list[tuple[str, str]]:
    [rule] = [each for each in LAW.rules if each.id == rule_id]
    return list(rule_lines(rule))


def test_what_leads_back_to_a_list_is_called_so():
    assert any(
        zh.startswith("  再次列入：") and en.startswith("  Comes back:")
        for zh, en in lines("WS11-6-1")
    )
    assert not any(zh.startswith("  提前失去：") for zh, _ in lines("WS11-6-1"))


def test_what_ends_a_favour_early_is_called_so():
    assert any(
        zh.startswith("  提前失去：") and en.startswith("  Is lost:") for zh, en in lines("RL133-2")
    )
    assert not any(zh.startswith("  再次列入：") for zh, _ in lines("RL133-2"))
