"""Persons in cases on both engines: recorded, masked, read on record, moved to another key."""

from uuid import UUID

import pytest
from builders import an_event
from click.testing import CliRunner
from due_process import a_decree
from people_in_cases import (
    AUTHORITY,
    FIRST,
    NAME,
    SECOND,
    a_number,
    acting,
    an_identity,
    matter,
    of,
    recorded,
    ring,
)
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from creditsvc.bans.matters import MatterUnfit
from creditsvc.cli.main import main
from creditsvc.persons import rotation, store
from creditsvc.persons import service as persons
from creditsvc.persons.domain import AnothersCase, PersonKeysMissing, RoleNotOrdered, SealBroken
from creditsvc.persons.matters import Matters
from creditsvc.proceedings.domain import BasisGone

FLED = {"kind": "ws.rescue_failure", "facts": {"mode": "fled"}}


@pytest.fixture
def found(office):
    """An event under a rule that is about the principal alone."""
    (event,) = office.record(an_event(**FLED))
    return matter(office, "event", event.event_id, "WS11-6-5")


def reveal(office, person, caller=None, keys=None):
    work = office.runtime.work
    return persons.reveal(
        work, keys or ring(), office.runtime.part(Matters), caller or of(AUTHORITY), person.id,
        "核对送达",
    )  # fmt: skip


def readings(office):
    with office.runtime.work.read() as session:
        return persons.readings(session)


def sealed_by(office):
    with office.runtime.work.read() as session:
        return rotation.held(session)


def test_a_person_is_recorded_masked_and_read_by_the_case_s_own_people(office, found):
    person = recorded(office, found)
    assert (person.masked_name, person.role, person.authority) == ("虚**", "principal", AUTHORITY)
    assert readings(office) == []
    assert reveal(office, person) == an_identity()
    (reading,) = readings(office)
    assert (reading.person_id, reading.read_by, reading.reason) == (person.id, "user:handler", "核对送达")  # fmt: skip


def test_nobody_else_reads_and_nothing_is_logged_of_the_attempt(office, found):
    person = recorded(office, found)
    for stranger in (of(None), of("虚构市应急管理局")):
        with pytest.raises(AnothersCase):
            reveal(office, person, stranger)
    assert readings(office) == []


def test_without_the_entry_in_the_log_there_is_no_answer(office, found, monkeypatch):
    person = recorded(office, found)
    opened = []
    monkeypatch.setattr(store, "seals", lambda *_: opened.append(1))

    def full(*_):
        raise OperationalError("INSERT", {}, OSError("disk full"))

    monkeypatch.setattr(store, "add_reading", full)
    with pytest.raises(OperationalError):
        reveal(office, person)
    assert opened == []


def test_the_entry_is_committed_before_anything_is_opened(office, found, monkeypatch):
    person = recorded(office, found)
    real, seen = store.seals, []

    def spying(session, key):
        seen.extend(readings(office))
        return real(session, key)

    monkeypatch.setattr(store, "seals", spying)
    reveal(office, person)
    assert [one.person_id for one in seen] == [person.id]


def test_matters_name_only_the_roles_that_the_law_names_in_them(office, found):
    with pytest.raises(RoleNotOrdered):
        recorded(office, found, "responsible_persons")
    entry = office.confirmed(a_decree(rule="WS11-6-4"))
    listing = matter(office, "listing", entry.id)
    assert listing.roles == ("responsible_persons",)
    theirs = of("虚构市应急管理局")
    assert (
        recorded(office, listing, "responsible_persons", by=theirs).authority == "虚构市应急管理局"
    )
    with pytest.raises(AnothersCase):
        recorded(office, listing, "responsible_persons")


def test_a_proceeding_carries_its_principal_until_it_is_dropped(office):
    first, _ = office.two_accidents()
    case = office.propose(first.enterprise_id)
    person = recorded(office, matter(office, "proceeding", case.id))
    assert (person.rule, person.enterprise_id) == ("WS11-6-2", first.enterprise_id)
    office.status(first, "revoke")
    with pytest.raises(MatterUnfit):
        matter(office, "proceeding", case.id)


def test_an_event_that_meets_no_such_rule_is_no_matter(office):
    (event,) = office.record(an_event())
    with pytest.raises(BasisGone):
        matter(office, "event", event.event_id, "WS11-6-5")
    with pytest.raises(MatterUnfit):
        matter(office, "event", event.event_id)


def test_an_authority_must_be_known_to_record_anybody(office, found):
    with pytest.raises(AnothersCase):
        recorded(office, found, by=of(None))


def test_rotation_goes_on_where_it_was_killed_and_leaves_nothing_under_the_old_key(office, found):
    people = [recorded(office, found, who=an_identity(number=a_number(n))) for n in (1, 2, 3)]
    both = ring(FIRST, SECOND)

    def some(limit):
        with acting(office, of(None, "operator")) as act:
            return rotation.rotate_some(act, both, limit)

    assert some(3) == 3

    with pytest.raises(KeyboardInterrupt), acting(office, of(None, "operator")) as act:  # noqa: PT012 - killed half-way
        assert rotation.rotate_some(act, both, 2) == 2
        raise KeyboardInterrupt
    assert sealed_by(office) == {"new": 3, "old": 3}
    assert [reveal(office, each, keys=both).number for each in people] == [
        a_number(n) for n in (1, 2, 3)
    ]
    assert [some(2), some(2), some(2)] == [2, 1, 0]
    assert sealed_by(office) == {"new": 6}
    assert reveal(office, people[0], keys=ring(SECOND)).name == NAME
    with pytest.raises(PersonKeysMissing):
        reveal(office, people[0], keys=ring(FIRST))


def test_a_seal_swapped_in_the_database_is_noticed_by_reading_and_by_rotation(office, found):
    person, other = recorded(office, found), recorded(office, found)
    with office.runtime.work.engine.begin() as connection:
        connection.execute(
            text(
                "UPDATE person_seals SET ciphertext = (SELECT s.ciphertext FROM person_seals s"
                " WHERE s.person_id = :other AND s.field = 'name') WHERE person_id = :one AND field = 'name'"
            ),
            {"one": bound(office, person.id), "other": bound(office, other.id)},
        )
    with pytest.raises(SealBroken):
        reveal(office, person)
    with pytest.raises(SealBroken), acting(office, of(None, "operator")) as act:
        rotation.rotate_some(act, ring(FIRST, SECOND))
    assert sealed_by(office) == {"old": 4}


def test_the_commands_tell_which_key_may_go_and_rotate(office, found, settings, monkeypatch):
    recorded(office, found)
    for name in ("database_url", "log_url", "keys_dir"):
        monkeypatch.setenv(f"CREDITSVC_{name.upper()}", str(getattr(settings, name)))

    def run(*words, keys=f"{FIRST},{SECOND}"):
        monkeypatch.setenv("CREDITSVC_PERSON_KEYS", keys)
        return CliRunner().invoke(main, ["persons", *words])

    lost = run("rotate", "--quiet", keys=SECOND)
    assert (lost.exit_code, "old" in lost.output) == (2, True)
    assert run("rotate", "--quiet").exit_code == 0
    assert run("keys").output.splitlines() == ["old\t0\t只用于解密 / opens only", "new\t2\t最新，用于加密 / newest, seals"]  # fmt: skip


def bound(office, key: UUID):
    return key if office.runtime.work.engine.dialect.name == "postgresql" else key.hex


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE persons SET masked_name = masked_name", "DELETE FROM persons", "DELETE FROM person_seals",
        "UPDATE person_seals SET field = 'number' WHERE field = 'name'",
        "UPDATE person_reads SET reason = '无'", "DELETE FROM person_reads",
    ],
)  # fmt: skip
def test_the_database_keeps_persons_readings_and_seals_where_they_are(office, found, statement):
    reveal(office, recorded(office, found))
    with pytest.raises(DBAPIError), office.runtime.work.engine.begin() as connection:
        connection.execute(text(statement))


def test_the_database_takes_no_clear_name_for_a_mask_and_no_nonce_twice(office, found):
    person = recorded(office, found)
    columns = "id, act_no, matter_kind, matter_id, enterprise_id, rule, law_digest, role, authority, document, name_digest, number_digest, recorded_by"
    copy = f"INSERT INTO persons ({columns}, masked_name) SELECT {columns.replace('id,', ':new,', 1)}, :mask FROM persons"
    engine = office.runtime.work.engine
    for mask in (NAME, "虚甲", "虚甲**"):
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(text(copy), {"new": bound(office, UUID(int=7)), "mask": mask})
    again = "UPDATE person_seals SET nonce = (SELECT nonce FROM person_seals WHERE field = 'name') WHERE field = 'number'"
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text(again))
    assert reveal(office, person).name == NAME


def test_persons_are_found_by_their_matter_and_by_nothing_else(office, found):
    person = recorded(office, found)
    with office.runtime.work.read() as session:
        assert persons.of_matter(session, "event", found.id) == [person]
        assert persons.of_matter(session, "listing", found.id) == []
