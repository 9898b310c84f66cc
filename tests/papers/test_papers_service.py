"""Kept files on both engines: once, whole, unchanged, in the backup, and found out when they are not."""

from hashlib import sha256
from pathlib import Path

import pytest
from files import SOUND, TEXT, a_pdf
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from creditsvc.audit.witnesses import unwitnessed
from creditsvc.cli.audit import verified
from creditsvc.db import migrate
from creditsvc.db.backup import Places, backup, restore
from creditsvc.db.engine import open_engine
from creditsvc.papers import service as papers
from creditsvc.papers import store
from creditsvc.papers.domain import AlteredPaper, PapersTooLarge, UnknownPaper
from creditsvc.papers.tables import PIECE

LONG = a_pdf(b"%" + b"x" * (2 * PIECE))  # three pieces


def kept(office, content=LONG, name="意见.pdf", **more):
    with office.act("handler") as act:
        return papers.keep(act, content, name, "", **more)


def faults(office):
    with office.runtime.work.read() as session:
        return [str(fault) for fault in papers.altered(session)]


def by_force(office, table, statement):
    """What only somebody who switches the guards off can do."""
    engine = office.runtime.work.engine
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        else:
            connection.execute(text(f"DROP TRIGGER {table}_no_update"))
            connection.execute(text(f"DROP TRIGGER {table}_no_delete"))
        connection.execute(text(statement))


def test_a_paper_is_kept_once_and_handed_out_as_it_came(office):
    first = kept(office)
    again = kept(office, name="另一个名字.pdf")
    assert again == first
    assert (first.digest, first.size) == (sha256(LONG).hexdigest(), len(LONG))
    given = list(papers.content(office.runtime.work, first))
    assert [len(piece) for piece in given[:2]] == [PIECE, PIECE]
    assert b"".join(given) == LONG
    with office.runtime.work.read() as session:
        assert papers.get(session, first.digest) == first
        assert unwitnessed(session) == []
        with pytest.raises(UnknownPaper):
            papers.get(session, "0" * 64)
    assert faults(office) == []


def test_the_papers_beside_it_count_once(office, monkeypatch):
    first = kept(office)
    monkeypatch.setattr("creditsvc.papers.domain.CASE_LIMIT", len(LONG) + len(TEXT))
    kept(office, TEXT, "说明.txt", beside=[first.digest, first.digest])
    kept(office, beside=[first.digest])
    with pytest.raises(PapersTooLarge):
        kept(office, TEXT + b"x", "说明.txt", beside=[first.digest])


def test_the_database_keeps_papers_as_they_are(office):
    one = kept(office)
    engine = office.runtime.work.engine
    for statement in (
        "UPDATE papers SET name = 'x.pdf'",
        "DELETE FROM papers",
        "UPDATE paper_pieces SET content = content",
        "DELETE FROM paper_pieces",
        f"INSERT INTO paper_pieces SELECT digest, 9, act_no - 1, content FROM paper_pieces WHERE no = 0 AND digest = '{one.digest}'",
        f"INSERT INTO papers SELECT '{'a' * 63}', act_no, name, type, size FROM papers",
        f"INSERT INTO papers SELECT '{'a' * 64}', act_no, name, type, 20971521 FROM papers",
        f"INSERT INTO papers SELECT '{'a' * 64}', act_no, ' ', type, size FROM papers",
    ):
        with pytest.raises(DBAPIError), engine.begin() as connection:
            connection.execute(text(statement))


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE paper_pieces SET content = (SELECT p.content FROM paper_pieces p WHERE p.no = 2) WHERE no = 1",
        "DELETE FROM paper_pieces WHERE no = 2",
        "DELETE FROM paper_pieces WHERE no = 0 AND length(content) = 262144",
    ],
)
def test_a_paper_that_was_altered_is_named_and_never_handed_out_whole(office, deed):
    one = kept(office)
    kept(office, TEXT, "说明.txt")
    by_force(office, "paper_pieces", deed)
    assert [one.digest in fault for fault in faults(office)] == [True]
    found, _ = verified(office.runtime)
    assert one.digest in str(found)
    given = []
    with pytest.raises(AlteredPaper):
        given.extend(papers.content(office.runtime.work, one))
    assert sum(map(len, given)) < one.size


def test_a_paper_without_its_line_is_found(office):
    one = kept(office)
    with office.act() as act:
        store.add(act.session, type(one)(**{n: getattr(one, n) for n in one.__slots__} | {"digest": "a" * 64, "act_no": act.no}), b"x")  # fmt: skip
    with office.runtime.work.read() as session:
        assert ["a" * 64 in str(fault) for fault in unwitnessed(session)] == [True]
    assert len(faults(office)) == 1


def test_papers_are_in_the_backup(office, settings, tmp_path: Path):
    made = [kept(office, content, name) for name, content in SOUND.items() if name != "照片.jpeg"]
    kept(office)
    places = Places(register=office.runtime.work.engine, log=open_engine(settings.log_url))
    backup(places, tmp_path / "all.zip", now=office.clock.now())
    target = Places(register=open_engine(f"sqlite:///{tmp_path / 'r.db'}"), log=open_engine(f"sqlite:///{tmp_path / 'l.db'}"))  # fmt: skip
    restore(tmp_path / "all.zip", target)
    with target.register.connect() as connection:
        pieces = dict(connection.execute(text("SELECT digest, content FROM paper_pieces WHERE no = 0")).all())  # fmt: skip
    for paper in made:
        assert sha256(pieces[paper.digest]).hexdigest() == paper.digest
    assert migrate.current(target.register, migrate.REGISTER) == migrate.REGISTER.heads[0]
    for engine in (places.log, target.register, target.log):
        engine.dispose()
