"""Where the demo's databases lie, how they are known as a demo's, and how they appear all at once.

A register is filled beside its place and moved there when whole. Nothing that does not carry the
demo's mark is ever removed or written to.
"""

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from creditsvc.db import migrate
from creditsvc.db.engine import open_engine
from creditsvc.kernel.refusals import Conflict, Unprocessable
from creditsvc.settings import Settings

MARK = 0x0C5D_E300  # SQLite's application_id: this file holds a demo and may be made anew
MAGIC, HEADER = b"SQLite format 3\0", 72
SIDE = ("", "-wal", "-shm", "-journal")

State = Literal["absent", "demo", "other"]


class NotADemo(Conflict):
    """A database that no demo made stands where the demo would put its own."""

    kind = "not-a-demo"


class NotEmbedded(Unprocessable):
    """The demo fills a database in a file; the settings name a server."""

    kind = "not-embedded"


class FillingElsewhere(Conflict):
    """Another process is filling the same demo."""

    kind = "filling-elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The two files of a demo, and those in which they are filled."""

    settings: Settings
    register: Path
    log: Path

    @classmethod
    def of(cls, settings: Settings) -> "Place":
        """Where *settings* put the databases; raises NotEmbedded for a server."""
        files = [
            url.partition("sqlite:///")[2] for url in (settings.database_url, settings.log_url)
        ]
        if not all(files):
            raise NotEmbedded(
                "演示只用嵌入式 SQLite 数据库，设置里写的是数据库服务器",
                "the demo fills an embedded SQLite database; the settings name a server",
            )
        return cls(settings=settings, register=Path(files[0]), log=Path(files[1]))

    def is_filled(self) -> bool:
        """Whether a whole demo stands there; raises NotADemo where something else does."""
        for path in (self.register, self.log):
            if state(path) == "other":
                raise NotADemo(
                    f"{path} 不是演示数据库，不会改动；请移走它，或用 CREDITSVC_DATA_DIR 另指位置",
                    f"{path} is no demo database and is left alone; move it away, or name another "
                    "place with CREDITSVC_DATA_DIR",
                )
        return state(self.register) == "demo"

    @contextmanager
    def filling(self) -> Iterator[Settings]:
        """Settings over fresh, marked databases; leaving without an error puts them in place."""
        rough = self._rough()
        for path in (rough.register, rough.log):
            _clear(path)
            _mark(path)
        bring_up(rough.settings)
        yield rough.settings
        for made, path in ((rough.log, self.log), (rough.register, self.register)):
            _close(made)
            _remove(path)
            made.replace(path)  # the register last: where it stands, all stands

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Only one process fills at a time; raises FillingElsewhere for the second."""
        self.register.parent.mkdir(parents=True, exist_ok=True)
        with self.register.with_suffix(".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as why:
                raise FillingElsewhere(
                    "另一个进程正在准备同一个演示库，请等它结束",
                    "another process is filling this demo; wait until it is done",
                ) from why
            yield

    def _rough(self) -> "Place":
        register, log = (
            path.with_name(path.name + ".filling") for path in (self.register, self.log)
        )
        settings = replace(
            self.settings, database_url=f"sqlite:///{register}", log_url=f"sqlite:///{log}"
        )
        return Place(settings=settings, register=register, log=log)


def bring_up(settings: Settings) -> None:
    """Migrate both databases to the newest schema."""
    for url, history in (
        (settings.database_url, migrate.REGISTER),
        (settings.log_url, migrate.LOOKUP_LOG),
    ):
        engine = open_engine(url)
        migrate.upgrade(engine, history)
        engine.dispose()


def state(path: Path) -> State:
    """Whether the file at *path* is a demo's, another's, or none. An empty file is none.

    Read from the file's header: opening it as a database would leave files beside it.
    """
    if not path.exists() or path.stat().st_size == 0:
        return "absent"
    with path.open("rb") as held:
        header = held.read(HEADER)
    return "demo" if header[:16] == MAGIC and header[68:72] == MARK.to_bytes(4) else "other"


def _clear(path: Path) -> None:
    """Remove what an interrupted filling left; raises NotADemo where it does not carry the mark."""
    if state(path) == "other":
        raise NotADemo(
            f"{path} 不是演示留下的，不会改动；请移走它",
            f"{path} was not left by a demo and is left alone; move it away",
        )
    _remove(path)


def _mark(path: Path) -> None:
    path.touch(0o600)  # password hashes, and who asked about whom: for its owner alone
    with closing(sqlite3.connect(path)) as made:
        made.execute(f"PRAGMA application_id = {MARK}")


def _close(path: Path) -> None:
    """Bring everything into the one file, so that it can be moved."""
    with closing(sqlite3.connect(path)) as made:
        made.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _remove(path: Path) -> None:
    for side in SIDE:
        path.with_name(path.name + side).unlink(missing_ok=True)
