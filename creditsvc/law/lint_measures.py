"""What is wrong with measures although they can be read: those that no law carries, or carries yet."""

from collections.abc import Iterator
from datetime import date

from creditsvc.law.lint_tiers import UNVERIFIED, Fault
from creditsvc.law.measures import Measure, uncarried
from creditsvc.law.rulebook import Law


def measure_faults(law: Law, on: date) -> Iterator[Fault]:
    """Every fault of every measure that is on, seen on *on*: where, in Chinese, in English.

    One that could only be taken on other days than *on* is history, or yet to come, and not asked
    what carries it.
    """
    for measure in law.measures.measures.values():
        yield from _apart(measure)
        if measure.off is None:
            yield from _unverified(measure)
            yield from _uncarried(law, measure, on)


def _apart(measure: Measure) -> Iterator[Fault]:
    """A basis that is never in force while the measure may be taken carries nothing."""
    for basis in measure.bases:
        if not basis.in_force.overlaps(measure.in_force):
            yield (
                measure.place,
                f"{measure.id} 的依据{basis.title}与措施的日期没有重叠，请改正 in_force 或删去这项依据",
                (
                    f"{measure.id} rests on {basis.title}, in force on none of its days: mend in_force,"
                    " or remove that basis"
                ),
            )


def _unverified(measure: Measure) -> Iterator[Fault]:
    if measure.provenance in UNVERIFIED:
        yield (
            measure.place,
            f"{measure.id} 把握不足（{measure.provenance}）却已启用：请核对文本后改正 provenance，或写 off",
            (
                f"{measure.id} is on though it is only {measure.provenance}: check the text and mend the"
                " provenance, or write off"
            ),
        )


def _uncarried(law: Law, measure: Measure, on: date) -> Iterator[Fault]:
    lacking = uncarried(law.measures, measure, on)
    if lacking is None or not measure.in_force.covers(on):
        return
    yield (
        measure.place,
        f"{measure.id} 已启用却不能采取：{lacking['zh']}；请补写 entry 或者足够位阶的依据，限定 in_force，或写 off",
        (
            f"{measure.id} is on and cannot be issued: {lacking['en']}; add an entry or a basis of"
            " sufficient rank, end its in_force, or write off"
        ),
    )
