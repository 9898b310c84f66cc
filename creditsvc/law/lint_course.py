"""What is wrong with local files on procedure: laxer than the national line, or of too low a rank."""

from collections.abc import Iterator

from creditsvc.law.course import MUSTS, Locality, Period, Step
from creditsvc.law.places import Place
from creditsvc.law.rulebook import Law

Fault = tuple[Place, str, str]
# Below a rule of a local government an authority binds itself alone, never what the party may do.
SELF_BINDING = "normative_document"


def course_faults(law: Law) -> Iterator[Fault]:
    """Every fault of every local line on procedure: where, in Chinese, in English."""
    for period in law.course.periods:
        if period.local is not None:
            yield from _of_period(law, period, period.local)
    for step in law.course.steps:
        if step.local is not None:
            yield from _of_step(law, step, step.local)


def named_places(law: Law) -> Iterator[tuple[Place, str]]:
    """The regions that local files name, and where."""
    lines = [each.local for each in law.course.periods] + [each.local for each in law.course.steps]
    for each in dict.fromkeys(line for line in lines if line is not None):
        yield each.place, each.region


def _of_period(law: Law, period: Period, local: Locality) -> Iterator[Fault]:
    above = law.procedures.get(period.key)
    if local.rank == SELF_BINDING and period.longer_is_stricter:
        yield _too_low(local.place, period.key)
    if above is None or not above.in_force.overlaps(period.in_force):
        return
    if period.unit != above.unit:
        yield (
            local.place,
            f"{period.key} 的单位须与全国规定一致（{above.unit}），才能比较宽严",
            f"{period.key} must be in the unit of the national line ({above.unit}) to be compared",
        )
    elif period.strictness() < above.strictness():
        yield (
            local.place,
            f"{period.key} 比全国规定（{above.amount}）更宽：地方只能更严，请改正或者删去",
            f"{period.key} is laxer than the national line ({above.amount}): mend or remove it",
        )


def _of_step(law: Law, step: Step, local: Locality) -> Iterator[Fault]:
    name = f"{step.list}.{step.name}"
    if local.rank == SELF_BINDING and step.name == "hearing":
        yield _too_low(step.place, name)
    for above in law.course.steps:
        same = above.local is None and (above.list, above.name) == (step.list, step.name)
        if same and above.in_force.overlaps(step.in_force) and _laxer(step, above):
            yield (
                step.place,
                f"{name} 比全国规定（{above.must}）更宽：地方只能更严，请改正或者删去",
                f"{name} is laxer than the national line ({above.must}): mend or remove it",
            )


def _laxer(step: Step, above: Step) -> bool:
    return MUSTS.index(step.must) < MUSTS.index(above.must)


def _too_low(place: Place, name: str) -> Fault:
    return (
        place,
        f"{name} 关系当事人的权利，规范性文件不得规定，须有地方性法规或者地方政府规章",
        (
            f"{name} bears on rights of the party: a normative document cannot set it, a local"
            " regulation or a rule of a local government can"
        ),
    )
