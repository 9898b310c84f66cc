"""Records: penalties as the display order in force classes them, and how long each is shown.

Display is procedure, so the order in force on the day of assessment classes every record and sets
its window, whatever the day of the penalty.
"""

from collections.abc import Sequence
from datetime import date

from creditsvc.kernel.periods import last_day_of_term
from creditsvc.law.case import Case, View, open_case
from creditsvc.law.domain import Event, Record, RecordClass
from creditsvc.law.rulebook import Classes, DisplayOrder, Example, Law


def records(law: Law, events: Sequence[Event], on: date) -> tuple[Record, ...]:
    """Every record that stands on *on*, shown or not, by day and ref; none where no order is in force.

    Suspended and revoked penalties are left out: they have no effect.
    """
    return records_of(law, open_case(events, on, law.kinds))


def records_of(law: Law, case: Case) -> tuple[Record, ...]:
    """The same for a case already open."""
    order, on = law.display_on(case.on), case.on
    if order is None:
        return ()
    found: list[Record] = []
    for views in case.by_kind.values():
        for view in views:
            begun = _begun(view, law.classes)
            if begun is not None and not view.suspended:
                found.append(_record(view, begun, order, class_of(law.classes, view, on)))
    return tuple(sorted(found, key=lambda record: (record.shown_from, record.ref)))


def display(law: Law, events: Sequence[Event], on: date) -> tuple[Record, ...]:
    """The records that are on display on *on*."""
    return tuple(record for record in records(law, events, on) if record.on_display(on))


def class_of(classes: Classes, view: View, on: date) -> RecordClass:
    """The first class one of whose examples the record surely is like; the last takes the rest."""
    for rule in classes.rules:
        if rule.examples is None or any(_is_like(view, each, on) for each in rule.examples):
            return rule.klass
    raise AssertionError("the loader lets no rulebook through whose last class is not for the rest")


def _is_like(view: View, example: Example, on: date) -> bool:
    if view.kind not in example.kinds:
        return False
    return all(test(view.facts.get(name), on) is True for name, test in example.tests)


def _begun(view: View, classes: Classes) -> date | None:
    """The day from which the event is a record, or None."""
    if view.kind not in classes.kinds:
        return None
    return view.day if view.kind in classes.from_conduct else view.penalised


def _record(view: View, begun: date, order: DisplayOrder, klass: RecordClass) -> Record:
    shown = order.shown.get(klass)
    return Record(
        ref=view.ref,
        klass=klass,
        shown_from=begun,
        earliest_repair=last_day_of_term(begun, shown.earliest) if shown is not None else None,
        last_day=last_day_of_term(begun, shown.longest) if shown is not None else None,
        instrument=order.instrument.number,
        article=order.article,
    )
