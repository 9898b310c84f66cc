"""Which rulebook is in use, and every other one that was, by its digest.

In use is the rulebook adopted last; before any was adopted, that of the configuration directory.
Whichever one an act works under is kept with it, so that what was said can be said again.
"""

from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.findings import rulebook_store as store
from creditsvc.kernel.refusals import Unavailable
from creditsvc.law.loader import Files, files_of, load
from creditsvc.law.reading import RulebookError
from creditsvc.law.rulebook import Law

IN_USE = "creditsvc.law"  # where an act's session holds the rulebook it works under
MOST_COMPILED = 8


class RulebookMissing(Unavailable):
    """A rulebook that something was said under is not kept."""

    kind = "rulebook-missing"


class RulebookDrifted(Unavailable):
    """This program makes another law of a kept rulebook than the one that was kept: an alarm."""

    kind = "rulebook-drifted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """A rulebook as read: the law, and the texts it was made of, by their paths."""

    law: Law
    files: Files = field(repr=False)

    @classmethod
    def read(cls, directory: Path) -> "Rulebook":
        """The one in *directory*. Raises RulebookError."""
        files = files_of(directory)
        return cls(law=load(files), files=files)


class Laws:
    """The rulebooks of one register. *directory*: the one of the configuration directory.

    Compiled ones are held by digest, which cannot go stale; which one is in use is asked each time.
    """

    def __init__(self, directory: Rulebook) -> None:
        self.directory = directory
        self._compiled: dict[str, Law] = {}
        self._compiling = Lock()

    def in_use(self, session: Session) -> Law:
        """The rulebook in use; within an act the one that was when the act began."""
        begun: Law | None = session.info.get(IN_USE)
        return begun or self.named(session, store.adopted(session))

    def named(self, session: Session, adopted: str | None) -> Law:
        """The rulebook in use where *adopted* is the digest of the one adopted last, if any was."""
        return self.directory.law if adopted is None else self.of(session, adopted)

    def known_at(self, session: Session, act: int) -> Law:
        """The rulebook in use when act *act* was done."""
        digest = store.adopted(session, act) or store.used(session, act)
        return self.named(session, digest)

    def of(self, session: Session, digest: str) -> Law:
        """The rulebook of that digest. Raises RulebookMissing, RulebookDrifted."""
        if digest == self.directory.law.digest:
            return self.directory.law
        with self._compiling:
            law = self._compiled.get(digest)
            if law is None:
                law = self._compiled[digest] = kept(session, digest)
                if len(self._compiled) > MOST_COMPILED:
                    del self._compiled[next(iter(self._compiled))]
        return law

    def of_decision(self, session: Session, digest: str) -> Law:
        """The rulebook that a decision was made under: a later one does not judge what is decided.

        The one in use for a decision that is older than the keeping of rulebooks.
        """
        try:
            return self.of(session, digest)
        except RulebookMissing:
            return self.in_use(session)

    def files(self, session: Session, law: Law) -> Files:
        """The texts that *law*, which is in use or kept, was made of."""
        if law is self.directory.law:
            return self.directory.files
        return texts(session, law.digest)

    def begin(self, act: Act) -> Law:
        """Fix the rulebook that *act* works under; kept in the first act that does."""
        law = self.in_use(act.session)
        if store.used(act.session) != law.digest:
            if law is self.directory.law:
                keep(act, self.directory)
            store.use(act.session, act.no, law.digest)
            trail.note(act, "rulebook.used", law.digest)
        act.session.info[IN_USE] = law
        return law


def keep(act: Act, rulebook: Rulebook) -> None:
    """Keep the texts of *rulebook* under its digest, if they are not kept yet."""
    digest = rulebook.law.digest
    if store.is_kept(act.session, digest):
        return
    row = {"digest": digest, "act_no": act.no, "files": dict(rulebook.files)}
    store.keep(act.session, row)
    trail.note(act, "rulebook.kept", digest)


def texts(session: Session, digest: str) -> Files:
    """The texts of the kept rulebook of that digest. Raises RulebookMissing."""
    found = store.files(session, digest)
    if found is None:
        raise RulebookMissing(
            f"没有保存规则书 {digest}；如有其文件，请用 law adopt 提出（提出即保存）",
            f"the rulebook {digest} is not kept; where its files exist, `law adopt` keeps them",
            digest=digest,
        )
    return found


def kept(session: Session, digest: str) -> Law:
    """The kept rulebook of that digest, compiled anew. Raises RulebookMissing, RulebookDrifted."""
    files = texts(session, digest)
    try:
        law = load(files)
    except RulebookError as why:
        raise _drifted(digest, str(why)) from why
    if law.digest != digest:
        raise _drifted(digest, law.digest)
    return law


def texts_in_use(session: Session, directory: Path) -> Files:
    """The texts of the rulebook in use: of the one adopted last, else of that in *directory*.

    For who hands them to other processes. Raises RulebookMissing, RulebookDrifted, RulebookError.
    """
    adopted = store.adopted(session)
    if adopted is None:
        return files_of(directory)
    kept(session, adopted)  # it must still make the law that was adopted
    return texts(session, adopted)


def _drifted(digest: str, now: str) -> RulebookDrifted:
    return RulebookDrifted(
        f"保存的规则书 {digest} 与现在的程序不符（{now}）：请停用此版本程序，查明原因",
        f"the kept rulebook {digest} is another law to this program ({now}): go back to the program"
        " before, and find out why",
        digest=digest,
    )
