"""Importing event files in short acts, so that a crash at any moment loses and doubles nothing.

Each chunk of rows is committed together with the note of how far it reached. A file whose import
broke off is continued after its last committed line (by a machine only if it began it); one that was finished goes through again row
by row, and finds everything unchanged.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.db.work import Act, Work
from creditsvc.events import import_store as store
from creditsvc.events import reading, service
from creditsvc.events.import_chunks import take
from creditsvc.events.import_rows import Accepted, Rejected, Words, judged
from creditsvc.events.import_store import Import, Reject
from creditsvc.events.reading import RawRow, Reading, Row
from creditsvc.kernel.caller import Caller
from creditsvc.kernel.clock import legal_day
from creditsvc.kernel.refusals import Conflict, NotFound, Unprocessable

__all__ = [
    "CompletenessRefused",
    "Import",
    "Outcome",
    "Reject",
    "Upload",
    "Words",
    "complete",
    "find",
    "rejects",
    "run",
]

MOST_ROWS = 500  # of one act: others wait for the register's lock meanwhile
LEAST_ROWS = 20
LONGEST_ACT = 0.1  # seconds
_PART = 1024 * 1024
Progress = Callable[[int, int], None]  # how far, of how much


class UnknownImport(NotFound):
    """No import has that key."""

    kind = "unknown-import"


class ImportRunning(Conflict):
    """Another process is importing the same file."""

    kind = "import-running"


class CompletenessRefused(Unprocessable):
    """A source's data cannot be complete up to that day."""

    kind = "completeness-refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that came without a path: a seekable stream, and the name it came under."""

    file: BinaryIO
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of the rows of the whole file, over all runs; *sources* are those it names."""

    recorded: int
    unchanged: int
    parked: int
    rejected: int
    import_id: UUID
    sources: frozenset[str]


@dataclass(slots=True, kw_only=True)
class _Run:
    """One run over one file. *size* follows the time an act takes, *reached* the committed lines."""

    work: Work
    caller: Caller
    import_id: UUID | None
    name: str
    digest: str
    reached: int
    size: int
    most: int

    def commit(self, rows: Sequence[Accepted | Rejected], last_line: int, *, done: bool) -> None:
        """One chunk in one act, with the note of how far it reached."""
        before = self.work.clock.now()
        with self.work.act(self.caller) as act:
            import_id = self._begin(act) if self.import_id is None else self.import_id
            if store.last_line(act.session, import_id) != self.reached:
                raise ImportRunning(
                    "另一进程正在导入同一文件，本次已停止",
                    "another process is importing the same file; this one has stopped",
                )
            take(act, import_id, rows, last_line, done=done)
        self.import_id = import_id
        self.reached = last_line
        self._keep_pace((self.work.clock.now() - before).total_seconds())

    def _begin(self, act: Act) -> UUID:
        import_id = act.new_id()
        row = {
            "id": import_id,
            "act_no": act.no,
            "file_name": self.name,
            "file_digest": self.digest,
        }
        store.add(act.session, row)
        trail.note(act, "import.started", import_id, file_digest=self.digest)
        return import_id

    def _keep_pace(self, seconds: float) -> None:
        if seconds > LONGEST_ACT:
            self.size = max(LEAST_ROWS, self.size // 2)
        elif seconds < LONGEST_ACT / 3:
            self.size = min(self.most, self.size * 2)


def run(
    work: Work,
    words: Words,
    path: Path | Upload,
    *,
    caller: Caller,
    chunk: int,
    progress: Progress | None = None,
) -> Outcome:
    """Import the file at *path*; at most *chunk* rows an act. Raises Unreadable before the first row.

    *progress* is told after each chunk how much of the file is done. The same content again is
    unchanged; other content under a known pair of source and reference is rejected.
    """
    upload = Upload(file=path.open("rb"), name=path.name) if isinstance(path, Path) else path
    with upload.file if isinstance(path, Path) else nullcontext():
        return _run(work, words, upload, caller, min(chunk, MOST_ROWS), progress)


def complete(work: Work, caller: Caller, outcome: Outcome, complete_to: date) -> None:
    """Note that each source of an imported file says its data is complete up to *complete_to*.

    Raises CompletenessRefused while rows are rejected: what is missing is not complete.
    """
    if outcome.rejected:
        raise CompletenessRefused(
            f"有 {outcome.rejected} 行被拒，未记数据完整；请改正后重新导入",
            f"{outcome.rejected} rows were rejected, so completeness was not noted; "
            "mend them and import again",
        )
    with work.act(caller) as act:
        if complete_to > act.day:
            raise CompletenessRefused(
                f"{complete_to} 尚未到来", f"{complete_to} is still to come", field="/complete_to"
            )
        for source in sorted(outcome.sources):
            service.state_complete(act, source, complete_to)


def find(session: Session, import_id: UUID) -> Import:
    """How far an import has come; raises UnknownImport."""
    found = store.one(session, import_id)
    if found is None:
        raise UnknownImport("没有这次导入", "no such import", import_id=str(import_id))
    return found


def rejects(session: Session, import_id: UUID) -> Iterator[Reject]:
    """The rows that an import did not take, in the order of the file."""
    return store.rejects(session, import_id)


def _run(
    work: Work,
    words: Words,
    upload: Upload,
    caller: Caller,
    chunk: int,
    progress: Progress | None,
) -> Outcome:
    digest = _digest_of(upload.file)
    with reading.read(upload.file, upload.name) as rows:
        run_ = _begun(work, caller, upload.name, digest, chunk)
        sources: set[str] = set()
        today = legal_day(work.clock.now())
        for batch, done in _batches(run_, _noting(rows, sources)):
            verdicts = [judged(row, words, today) for row in batch]
            last_line = batch[-1].line if batch else run_.reached + 1
            run_.commit(verdicts, last_line, done=done)
            if progress is not None:
                progress(rows.position, rows.total)
    return _outcome(work, run_, frozenset(sources))


def _digest_of(file: BinaryIO) -> str:
    file.seek(0)
    found = hashlib.sha256()
    while part := file.read(_PART):
        found.update(part)
    return found.hexdigest()


def _begun(work: Work, caller: Caller, name: str, digest: str, chunk: int) -> _Run:
    with work.read() as session:
        mine = caller.id if caller.kind == "machine" else None
        import_id = store.begun(session, digest, mine)
        reached = 0 if import_id is None else store.last_line(session, import_id)
    return _Run(
        work=work,
        caller=caller,
        import_id=import_id,
        name=name[-200:],
        digest=digest,
        reached=reached,
        size=chunk,
        most=chunk,
    )


def _noting(rows: Reading, sources: set[str]) -> Iterator[Row]:
    """The rows, the sources they name noted on the way: those of an earlier run count as well."""
    for row in rows:
        source = row.values.get("source") if isinstance(row, RawRow) else None
        if isinstance(source, str) and source.strip():
            sources.add(source.strip())
        yield row


def _batches(run_: _Run, rows: Iterator[Row]) -> Iterator[tuple[list[Row], bool]]:
    """Chunks of the rows not yet dealt with, each with whether it is the last. At least one."""
    left = (row for row in rows if row.line > run_.reached)
    ahead = list(islice(left, 1))
    while True:
        batch = list(islice(chain(ahead, left), run_.size))
        ahead = list(islice(left, 1))
        yield batch, not ahead
        if not ahead:
            return


def _outcome(work: Work, run_: _Run, sources: frozenset[str]) -> Outcome:
    if run_.import_id is None:  # there is always at least one chunk
        raise RuntimeError("the import has no chunk")
    with work.read() as session:
        found = find(session, run_.import_id)
    return Outcome(
        recorded=found.recorded,
        unchanged=found.unchanged,
        parked=found.parked,
        rejected=found.rejected,
        import_id=found.id,
        sources=sources,
    )
