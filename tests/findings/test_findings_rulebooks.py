"""Whichever rulebook an act works under is kept, and comes back as the same law, or not at all."""

import pytest
from builders import OPERATOR
from sqlalchemy import text

from creditsvc.findings import rulebooks
from creditsvc.findings.rulebooks import Laws, RulebookDrifted, RulebookMissing

NOWHERE = "0" * 64


@pytest.fixture
def laws(runtime):
    return runtime.part(Laws)


def kept(runtime):
    with runtime.work.engine.connect() as connection:
        rows = connection.execute(text("SELECT digest, act_no FROM rulebooks ORDER BY act_no"))
        return [tuple(row) for row in rows]


def acts(runtime, number=1):
    for _ in range(number):
        with runtime.work.act(OPERATOR):
            pass


def altered(runtime, old, new):
    """A hand on the database changes a kept text; no trigger holds it."""
    engine = runtime.work.engine
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER rulebooks_no_update")
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
        done = connection.execute(
            text("UPDATE rulebooks SET files = replace(files, :old, :new)"),
            {"old": old, "new": new},
        )
        assert done.rowcount > 0
        connection.commit()
        connection.invalidate()


def test_the_first_act_under_a_rulebook_keeps_it_and_no_other_does(runtime, laws):
    acts(runtime, 3)
    assert kept(runtime) == [(laws.directory.law.digest, 1)]


def test_a_rulebook_whose_act_failed_is_kept_by_the_next(runtime, laws):
    def fail():
        with runtime.work.act(OPERATOR):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert kept(runtime) == []
    acts(runtime)
    assert kept(runtime) == [(laws.directory.law.digest, 1)]


def test_a_kept_rulebook_compiles_to_the_law_it_was(runtime, laws):
    acts(runtime)
    with runtime.work.read() as session:
        law = rulebooks.kept(session, laws.directory.law.digest)
    assert law is not laws.directory.law
    assert (law.digest, law.rules) == (laws.directory.law.digest, laws.directory.law.rules)


def test_a_rulebook_that_is_not_kept_is_refused_by_its_digest(runtime, laws):
    acts(runtime)
    with runtime.work.read() as session, pytest.raises(RulebookMissing, match=NOWHERE):
        laws.of(session, NOWHERE)


@pytest.mark.parametrize(("old", "new"), [("months: 36", "months: 35"), ("polarity:", "polarty:")])
def test_a_kept_text_that_makes_another_law_is_an_alarm_that_names_it(runtime, laws, old, new):
    acts(runtime)
    altered(runtime, old, new)
    digest = laws.directory.law.digest
    with runtime.work.read() as session, pytest.raises(RulebookDrifted, match=digest):
        rulebooks.kept(session, digest)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE rulebooks SET files = '{}'", "DELETE FROM rulebook_uses", "DELETE FROM rulebooks"],
)
def test_what_is_kept_can_neither_be_changed_nor_deleted(runtime, statement):
    acts(runtime)
    with pytest.raises(Exception, match="insert-only"), runtime.work.engine.begin() as connection:
        connection.execute(text(statement))
