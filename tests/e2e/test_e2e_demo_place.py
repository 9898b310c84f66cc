"""Where the demo's databases lie: made whole and at once, and nobody else's is ever touched."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from creditsvc.cli.demo import prepare
from creditsvc.cli.demo_place import FillingElsewhere, NotADemo, NotEmbedded, Place, state
from creditsvc.settings import Settings, read


def settings_in(folder: Path) -> Settings:
    return read({"CREDITSVC_DATA_DIR": str(folder)})


def test_a_database_that_no_demo_made_is_never_touched(tmp_path: Path):
    settings = settings_in(tmp_path)
    path = tmp_path / "register.db"
    with closing(sqlite3.connect(path)) as held:
        held.execute("CREATE TABLE mine (a)")
    before = path.read_bytes()
    with pytest.raises(NotADemo):
        prepare(settings, tmp_path / "secrets.json")
    assert path.read_bytes() == before
    assert not (tmp_path / "secrets.json").exists()


def test_a_half_filled_register_is_never_in_place_and_is_made_anew(tmp_path: Path):
    place = Place.of(settings_in(tmp_path))

    def interrupted() -> None:
        with place.filling():
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert state(place.register) == "absent"
    assert not place.is_filled()
    assert state(tmp_path / "register.db.filling") == "demo"
    with place.filling() as rough:
        assert rough.database_url.endswith("register.db.filling")
    assert place.is_filled()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "register-lookups.db",
        "register.db",
    ]


def test_what_another_left_where_filling_happens_is_not_removed(tmp_path: Path):
    other = tmp_path / "register.db.filling"
    other.write_text("somebody's notes")
    with pytest.raises(NotADemo), Place.of(settings_in(tmp_path)).filling():
        pass
    assert other.read_text() == "somebody's notes"


def test_only_one_process_fills_at_a_time(tmp_path: Path):
    place = Place.of(settings_in(tmp_path))
    with place.alone(), pytest.raises(FillingElsewhere), place.alone():
        pass


def test_a_database_server_is_not_filled(tmp_path: Path):
    url = "postgresql+psycopg://nobody@127.0.0.1/none"
    with pytest.raises(NotEmbedded):
        Place.of(read({"CREDITSVC_DATA_DIR": str(tmp_path), "CREDITSVC_DATABASE_URL": url}))


def test_an_empty_file_is_no_database_yet(tmp_path: Path):
    path = tmp_path / "register.db"
    path.touch()
    assert state(path) == "absent"
