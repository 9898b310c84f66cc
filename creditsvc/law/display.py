"""Records: penalties as the display order in force classes them, and how long each is shown.

Display is procedure, so the order in force on the day of assessment classes every record and sets
its window, whatever the day of the penalty.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from creditsvc.kernel.periods import last_day_of_term
from creditsvc.law.case import Case, View, open_case
from creditsvc.law.domain import Event, Record, RecordClass
from creditsvc.law.rulebook import Classes, DisplayOrder, Law


def records(law: Law, events: Sequence[Event], on: date) -> tuple[Record, ...]:
    """Every record that stands on *on*, shown or not, by day and ref; none where no order is in force.

    Suspended and revoked penalties are left out: they have no effect.
    """
    return records_of(law, open_case(events, on, law.kinds))


def records_of(law: Law, case: Case) -> tuple[Record, ...]:
    """The same for a case already open."""
    return _ordered(_records(law, case, shown_only=False))


def display(law: Law, events: Sequence[Event], on: date) -> tuple[Record, ...]:
    """The records that are on display on *on*."""
    return display_of(law, open_case(events, on, law.kinds))


def display_of(law: Law, case: Case) -> tuple[Record, ...]:
    """The same for a case already open."""
    return _ordered(_records(law, case, shown_only=True))


def _ordered(found: Iterator[Record]) -> tuple[Record, ...]:
    return tuple(sorted(found, key=lambda record: (record.shown_from, record.ref)))


def _records(law: Law, case: Case, *, shown_only: bool) -> Iterator[Record]:
    order, on = law.display_on(case.on), case.on
    if order is None:
        return
    for view in (view for views in case.by_kind.values() for view in views):
        begun = _begun(view, law.classes)
        if begun is None or view.suspended:
            continue
        klass = class_of(law.classes, view, on)
        shown = order.shown.get(klass)
        last = last_day_of_term(begun, shown.longest) if shown is not None else None
        if not shown_only or (last is not None and on <= last):
            yield _record(view, begun, last, order, klass)


def class_of(classes: Classes, view: View, on: date) -> RecordClass:
    """The first class one of whose examples the record surely is like; the last takes the rest."""
    for klass, tests in classes.by_kind.get(view.kind, ()):
        for name, test in tests:
            if test(view.facts.get(name), on) is not True:
                break
        else:
            return klass
    return classes.rest


def _begun(view: View, classes: Classes) -> date | None:
    """The day from which the event is a record, or None."""
    if view.kind not in classes.kinds:
        return None
    return view.day if view.kind in classes.from_conduct else view.penalised


def _record(
    view: View, begun: date, last: date | None, order: DisplayOrder, klass: RecordClass
) -> Record:
    shown = order.shown.get(klass)
    return Record(
        ref=view.ref,
        klass=klass,
        shown_from=begun,
        earliest_repair=last_day_of_term(begun, shown.earliest) if shown is not None else None,
        last_day=last,
        instrument=order.instrument.number,
        article=order.article,
    )
