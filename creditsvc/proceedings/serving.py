"""When a paper counts as served: by its kind, its proofs and the law's days. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from creditsvc.kernel.periods import add_days
from creditsvc.law.course import ServiceKind
from creditsvc.law.rulebook import Law
from creditsvc.proceedings.domain import NotInOrder, Service

# Of rulebooks older than `service.yaml`, which say no more; the number of the receipt suffices.
KINDS = frozenset({"in_person", "mail", "electronic", "left_at_place", "by_proxy", "public_notice"})


def counted(law: Law, given: Service, *, today: date, field: str = "service") -> Service:
    """The service with the day from which it counts; raises NotInOrder if a proof is missing or odd.

    It counts from the last of its own day and the days of the papers that prove it, never before.
    """
    if not law.course.services:
        if given.kind not in KINDS:
            raise _unknown(field, sorted(KINDS))
        return replace(given, counts_from=given.day)
    kind = law.course.services.get(given.kind)
    if kind is None or not kind.in_force.covers(given.day):
        known = [
            each.id for each in law.course.services.values() if each.in_force.covers(given.day)
        ]
        raise _unknown(field, known)
    last = max(_days(kind, given, today, field))
    return replace(given, counts_from=add_days(last, kind.after_days))


def _days(kind: ServiceKind, given: Service, today: date, field: str) -> Iterator[date]:
    """The days before which it cannot count as served."""
    _complete(kind, given, field)
    yield given.day
    beforehand = {proof.id for proof in (*kind.needs, *kind.one_of) if proof.before}
    for name, paper in given.proofs.items():
        last = given.day if name in beforehand else today
        if paper.day > last:
            raise NotInOrder(
                f"送达凭证“{name}”的日期不得晚于{last.isoformat()}",
                f"the proof {name} is dated after {last.isoformat()}",
                field=f"{field}.proofs.{name}.day",
            )
        if name not in beforehand:
            yield paper.day


def _complete(kind: ServiceKind, given: Service, field: str) -> None:
    known = {proof.id: proof for proof in (*kind.needs, *kind.one_of)}
    lacking = [proof for proof in kind.needs if proof.id not in given.proofs]
    if kind.one_of and not any(proof.id in given.proofs for proof in kind.one_of):
        lacking += kind.one_of
    if lacking:
        word = ("之一", "one of ") if lacking == list(kind.one_of) else ("", "")
        raise NotInOrder(
            f"{kind.title['zh']}须有{'、'.join(proof.title['zh'] for proof in lacking)}{word[0]}"
            f"（{kind.article}）",
            f"service {kind.title['en']} needs {word[1]}"
            + ", ".join(f"{proof.id} ({proof.title['en']})" for proof in lacking),
            field=f"{field}.proofs",
            missing=[proof.id for proof in lacking],
        )
    odd = [name for name in given.proofs if name not in known]
    if odd:
        raise NotInOrder(
            f"{kind.title['zh']}没有这种凭证：{'、'.join(odd)}；可用：{'、'.join(known) or '无'}",
            f"service {kind.title['en']} knows no proof {', '.join(odd)};"
            f" use: {', '.join(known) or 'none'}",
            field=f"{field}.proofs.{odd[0]}",
        )


def _unknown(field: str, known: list[str]) -> NotInOrder:
    return NotInOrder(
        f"送达方式须为 {', '.join(known)} 之一",
        f"the kind of service is one of {', '.join(known)}",
        field=f"{field}.kind",
    )
