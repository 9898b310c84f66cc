"""The index of names: kept by every act that brings a name, made anew when the words change.

It finds what may be alike; it decides nothing. Where it is not complete, nothing is proposed and
that is said: a name that was not found is not a name that is not there.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from rapidfuzz import fuzz, process
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from creditsvc.db.engine import writing
from creditsvc.db.work import Act
from creditsvc.enterprises import blocking, index_store, store
from creditsvc.enterprises.domain import Enterprise
from creditsvc.enterprises.index_store import Indexed
from creditsvc.enterprises.likeness import Likeness, likeness
from creditsvc.enterprises.naming import Reader, plain

BROUGHT = frozenset({"registered", "name"})  # causes under which an act brings a name
COMPARED = 60  # names that are compared in full, the nearest by spelling
CHUNK = 2_000  # names of one transaction, some 0.3 s: fewer write each page of the keys again
Brought = tuple[UUID, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The name by which an enterprise is proposed.

    since_act: the act that first brought it. until_act: the act that brought the next; None: it is
    the newest on record.
    """

    name: str
    since_act: int
    until_act: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An enterprise that a name may mean, and how like its name is. newest_act: of its latest name."""

    enterprise: Enterprise
    named: Named
    newest_act: int
    likeness: Likeness


def follow(act: Act, reader: Reader) -> None:
    """Take up the names that *act* brought; a step of the walk."""
    touched = [key for key, causes in act.touched.items() if not BROUGHT.isdisjoint(causes)]
    if not touched:
        return
    _take_up(act.session, reader, index_store.missing_of(act.session, touched))
    state = index_store.state(act.session)
    if state.words is None and state.complete:
        index_store.set_state(act.session, reader.words.digest, complete=True)


def current(session: Session, reader: Reader) -> bool:
    """Whether every name is in the index, under the words of *reader*."""
    state = index_store.state(session)
    return state.complete and state.words in {None, reader.words.digest}


def make(engine: Engine, reader: Reader, progress: Callable[[int], None]) -> int:
    """Make the index anew, in small transactions; the number of names in it.

    Acts go on meanwhile, and take up the names they bring. *progress* is told of each chunk.
    """
    with Session(writing(engine)) as session, session.begin():
        index_store.set_state(session, reader.words.digest, complete=False)
        index_store.clear(session)
    done, after = 0, None
    while True:
        with Session(writing(engine)) as session, session.begin():
            some = index_store.missing_after(session, after, CHUNK)
            if not some:
                index_store.set_state(session, reader.words.digest, complete=True)
                return done
            _take_up(session, reader, some)
        after = some[-1][:2]
        done += len(some)
        progress(len(some))


def propose(session: Session, reader: Reader, name: str, most: int) -> list[Proposal]:
    """Enterprises that *name* may mean, the likeliest first, at most *most*; each by its nearest name."""
    asked = reader.read(plain(name))
    if not asked.plain:
        return []
    nearest: dict[UUID, tuple[Likeness, Indexed]] = {}
    for one in _met(session, reader, name):
        found = likeness(asked, reader.read(one.form))
        if found is None:
            continue
        before = nearest.get(one.enterprise_id)
        if before is None or found.rank < before[0].rank:
            nearest[one.enterprise_id] = (found, one)
    ranked = sorted(nearest.values(), key=lambda both: (both[0].rank, both[1].form, both[1].no))
    return _told(session, ranked[:most])


def nearest(session: Session, reader: Reader, name: str, enterprise: UUID) -> Likeness | None:
    """How *name* is like that name of *enterprise* that it is most like; None: like none of them."""
    asked = reader.read(plain(name))
    found = [
        likeness(asked, reader.read(plain(one.name))) for one in store.names(session, enterprise)
    ]
    return min((one for one in found if one is not None), key=lambda one: one.rank, default=None)


def _met(session: Session, reader: Reader, name: str) -> Iterable[Indexed]:
    form = plain(name)
    numbers = index_store.met(session, blocking.probes(reader, reader.read(form)))
    names = index_store.by_numbers(session, dict.fromkeys(no for some in numbers for no in some))
    if len(names) <= COMPARED:
        return names.values()
    forms = {no: one.form for no, one in names.items()}
    near = process.extract(form, forms, scorer=fuzz.ratio, limit=COMPARED)
    return [names[no] for _, _, no in near]


def _told(session: Session, ranked: Sequence[tuple[Likeness, Indexed]]) -> list[Proposal]:
    keys = [one.enterprise_id for _, one in ranked]
    enterprises, histories = store.by_ids(session, keys), store.histories(session, keys)
    told = []
    for found, one in ranked:
        history = histories[one.enterprise_id]
        at = next(no for no, (key, _) in enumerate(history) if key == one.name_key)
        name = history[at][1]
        later = [each.act_no for _, each in history[:at] if each.act_no > name.act_no]
        named = Named(
            name=name.name, since_act=name.act_no, until_act=min(later) if later else None
        )
        told.append(
            Proposal(
                enterprise=enterprises[one.enterprise_id],
                named=named,
                newest_act=history[0][1].act_no,
                likeness=found,
            )
        )
    return told


def _take_up(session: Session, reader: Reader, names: Sequence[Brought]) -> None:
    if not names:
        return
    first = index_store.next_number(session)
    rows, keys = [], []
    for no, (enterprise, key, name) in enumerate(names, start=first):
        parts = reader.read(plain(name))
        rows.append({"no": no, "enterprise_id": enterprise, "name_key": key, "form": parts.plain})
        keys += [
            {"key": each, "place": parts.place, "name_no": no} for each in blocking.stored(parts)
        ]
    index_store.add(session, rows, keys)
