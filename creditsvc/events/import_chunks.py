"""One chunk of an import in its act: rows recorded, parked or rejected, and how far that reached."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from uuid import UUID

from creditsvc.access.domain import ForeignSource
from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.events import import_store as store
from creditsvc.events import service, theirs
from creditsvc.events.import_rows import Accepted, Rejected, refused
from creditsvc.events.service import EventDiffers

FATES = ("recorded", "unchanged", "parked", "rejected")


def take(
    act: Act, import_id: UUID, rows: Sequence[Accepted | Rejected], last_line: int, *, done: bool
) -> None:
    """Record and park *rows*, and write down in the same act how far the import has come."""
    own, foreign = _of_own_sources(act, [row for row in rows if isinstance(row, Accepted)])
    rejected = [*(row for row in rows if isinstance(row, Rejected)), *foreign]
    tally = Counter({"rejected": len(rejected)})
    for part in _apart(own):
        for row, fate in _fates(act, part):
            if isinstance(fate, EventDiffers):
                rejected.append(refused(row, fate))
                tally["rejected"] += 1
            else:
                tally[fate] += 1
    counts = {fate: tally[fate] for fate in FATES}
    chunk = {"import_id": import_id, "last_line": last_line, "act_no": act.no, "done": done}
    in_order = sorted(rejected, key=lambda row: row.line)
    store.add_chunk(act.session, {**chunk, **counts, "rejects": [asdict(row) for row in in_order]})
    trail.note(act, "import.advanced", import_id, last_line=last_line, done=done, **counts)


def _of_own_sources(act: Act, rows: list[Accepted]) -> tuple[list[Accepted], list[Rejected]]:
    """The rows that the actor may report, and the others as rejected."""
    foreign: dict[str, ForeignSource] = {}
    for name in dict.fromkeys(row.content.source for row in rows):
        try:
            theirs.source(act, name)
        except ForeignSource as why:
            foreign[name] = why
    return (
        [row for row in rows if row.content.source not in foreign],
        [
            refused(row, foreign[row.content.source])
            for row in rows
            if row.content.source in foreign
        ],
    )


def _apart(rows: list[Accepted]) -> list[list[Accepted]]:
    """The rows as they can be taken together without changing what the order of the file says.

    A doubtful row and a certain one of the same pair follow each other as they stand there.
    """
    certain = {row.pair for row in rows if row.doubt is None}
    crossed = any(row.pair in certain for row in rows if row.doubt is not None)
    return [[row] for row in rows] if crossed else [rows]


def _fates(act: Act, rows: list[Accepted]) -> Iterator[tuple[Accepted, str | EventDiffers]]:
    certain = [row for row in rows if row.doubt is None]
    answers = service.record_many(act, [row.content for row in certain])
    for row, answer in zip(certain, answers, strict=True):
        if isinstance(answer, EventDiffers):
            yield row, answer
        else:
            yield row, "recorded" if answer.created else "unchanged"
    for row in rows:
        if row.doubt is not None:
            yield row, _park(act, row, *row.doubt)


def _park(act: Act, row: Accepted, field: str, reason: str) -> str | EventDiffers:
    try:
        kept = service.park(act, row.content, field=field, reason=reason, adverse=row.adverse)
    except EventDiffers as why:
        return why
    return "parked" if kept else "unchanged"
