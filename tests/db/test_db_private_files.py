"""A register holds what is not everybody's: its files are for their owner alone."""

from creditsvc.db import migrate
from creditsvc.db.engine import open_engine


def test_new_database_files_are_for_their_owner_alone(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'register.db'}")
    migrate.upgrade(engine, migrate.REGISTER)
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
        modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    engine.dispose()
    assert set(modes.values()) == {0o600}, modes
