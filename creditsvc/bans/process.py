"""Due process of a ban that the authority itself decides: told, heard, never made heavier. Pure.

It restricts practice and so is taken for a penalty (行政处罚法 arts. 9, 44, 45, 57, 58, 63-65): its case is a
value of `proceedings`, moved by the same pure moves, under the steps and periods of a penalty. A ban
that follows by law from a judgement or a sanction has no case here: it was heard where that was decided.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from creditsvc.bans.domain import Ban, Basis, WrongBanStage
from creditsvc.bans.domain import Stage as BanStage
from creditsvc.kernel.refusals import Unprocessable
from creditsvc.law.course import PENALTY
from creditsvc.law.rulebook import Law
from creditsvc.proceedings import deciding, steps
from creditsvc.proceedings.domain import TOLD, Decision, Ground, Proceeding, Stage
from creditsvc.proceedings.steps import Hands, Limits, Owed, was_heard


class HeavierBan(Unprocessable):
    """The ban decided is longer or wider than the party was told of (行政处罚法 art. 45)."""

    kind = "heavier-ban"


def begun(ban: Ban, region: str | None = None) -> Ban:
    """The ban, if it is the authority's own and still open, with its case; raises WrongBanStage."""
    if not ban.own:
        raise WrongBanStage(
            "该禁入依他处的判决或者处分当然发生，不另行告知，凭该文书由另一人决定",
            "the ban follows by law from a judgement or sanction decided elsewhere: there is nothing to "
            "tell the party here; another person decides it on that paper",
            stage=ban.stage.value,
        )
    if ban.stage is not BanStage.PROPOSED:
        raise WrongBanStage(
            f"禁入处于 {ban.stage.value} 阶段，这一步须在决定之前",
            f"the ban is {ban.stage.value}; this move comes before the decision",
            stage=ban.stage.value,
        )
    return ban if ban.case is not None else replace(ban, case=_case(ban, region))


def case_of(ban: Ban) -> Proceeding:
    """The case of an own ban; raises WrongBanStage if it has none."""
    if ban.case is None:
        raise WrongBanStage(
            "尚未告知当事人，请先登记告知书的送达",
            "the party was not told: record the served notice first",
            stage=ban.stage.value,
        )
    return ban.case


def moved(ban: Ban, case: Proceeding) -> Ban:
    """The ban as a move of its case left it."""
    return replace(ban, version=ban.version + 1, case=case)


def review_due(law: Law, case: Proceeding, on: date, *, grave: bool) -> bool:
    """Whether a decision on *on* takes a legal review: by the rulebook, after a hearing (art. 58)."""
    step = law.course.step(PENALTY, "review", case.region, on)
    return step is not None and step.due(complex_case=grave, heard=was_heard(case))


def deliberation_due(law: Law, ban: Ban, on: date) -> bool:
    """Whether a decision on *on* takes a deliberation of the principals: by the rulebook, of what is
    complex or grave as the party was told, the handler or the reviewer says (art. 57).
    """
    case = case_of(ban)
    found = case.review is not None and case.review.complex_case
    step = law.course.step(PENALTY, "deliberation", case.region, on)
    complex_case = ban.complex_case or ban.basis.grave or found
    return step is not None and step.due(complex_case=complex_case, heard=was_heard(case))


def decided(
    case: Proceeding, given: Decision, limits: Limits, hands: Hands, *, today: date, owed: Owed
) -> Proceeding:
    """The case as the decision leaves it, once the party had its time and was answered."""
    steps.need(case, *TOLD)
    deciding.after_the_party(case, limits, given.document, today)
    deciding.examined(case, hands, due=owed.review)
    deciding.deliberated(case, given.decided_on, due=owed.deliberation)
    deciding.answered(case, given)
    waiver = None if case.waiver is None else case.waiver.document.number
    return steps.moved(case, stage=Stage.DECIDED, decision=replace(given, waiver=waiver))


def must_not_be_heavier(told: Basis, given: Basis) -> None:
    """Raises HeavierBan if *given* is longer or wider than the party was *told* of."""
    beyond = list(_beyond(told, given))
    if beyond:
        raise HeavierBan(
            "决定不得重于告知（期限更长或者范围更宽）；须重新告知",
            "the decision is heavier than the notice (longer or wider); tell the party anew",
            field="grave",
            beyond=beyond,
        )


def _beyond(told: Basis, given: Basis) -> Iterator[str]:
    if told.months is not None and (given.months is None or given.months > told.months):
        yield "life" if given.months is None else f"{given.months} months"
    if given.reach not in {told.reach, *_WITHIN.get(told.reach, ())}:
        yield given.reach


# What a wider reach takes in; of the others none lies within another.
_WITHIN = {"any_unit": ("same_industry",)}


def _case(ban: Ban, region: str | None) -> Proceeding:
    """The case as the proposal opens it."""
    basis = ban.basis
    ground = Ground(
        rule=basis.rule,
        list=PENALTY,
        instrument=basis.instrument,
        article=basis.article,
        law_digest=basis.law_digest,
        rule_digest=basis.rule_digest,
        evidence=basis.evidence,
        term=None,
        explanation=dict(basis.text),
        discretionary=False,
    )
    return Proceeding(
        id=ban.id,
        version=ban.version,
        enterprise_id=ban.enterprise_id,
        stage=Stage.OPENED,
        ground=ground,
        opened_on=ban.opened_on,
        proposed_by=ban.proposed_by,
        region=region,
    )
