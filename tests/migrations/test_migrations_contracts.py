"""Clients registered before contracts had terms keep their secret, their sources and their codes."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from creditsvc.db import migrate
from creditsvc.db.engine import open_engine

REVISION = next(path.stem[:4] for path in (migrate.MIGRATIONS / "versions").glob("*_contracts.py"))
BEFORE = f"{int(REVISION) - 1:04d}"
FORMER = (
    "INSERT INTO clients (client_id, name, kind, secret_digest, scopes, purposes, redirect_uris,"
    " status, act_no) VALUES (:id, 'n', :kind, :secret, '[]', '[]', '[]', 'active', 1)"
)


@pytest.fixture
def engine(database):
    made = open_engine(database[0])
    migrate.downgrade(made, migrate.REGISTER, BEFORE)
    with made.begin() as link:
        link.execute(
            text("INSERT INTO acts VALUES (1, '2026-01-01T00:00:00.000000Z', 'a', 'person')")
        )
        link.execute(text(FORMER), {"id": "bank", "kind": "partner", "secret": "0" * 64})
        link.execute(text(FORMER), {"id": "desk", "kind": "console", "secret": None})
        link.execute(
            text("INSERT INTO client_sources VALUES ('their source', 'bank', :yes, 1)"),
            {"yes": True},
        )
    yield made
    made.dispose()


def test_they_survive_the_way_up_and_back(engine):
    migrate.upgrade(engine, migrate.REGISTER)
    with engine.begin() as link:
        found = link.execute(
            text("SELECT client_id, secret_digest, auth_method, disclosure FROM clients ORDER BY 1")
        ).all()
        link.execute(
            text("UPDATE clients SET auth_method = 'private_key_jwt', secret_digest = NULL,"
                 " jwks = '{}' WHERE client_id = 'bank'")
        )  # fmt: skip
    assert found == [("bank", "0" * 64, "client_secret", "name"), ("desk", None, "none", "name")]
    with pytest.raises(IntegrityError), engine.begin() as link:
        link.execute(text("DELETE FROM clients WHERE client_id = 'bank'"))
    migrate.downgrade(engine, migrate.REGISTER, BEFORE)
    with engine.connect() as link:
        secret = link.execute(text("SELECT secret_digest FROM clients WHERE client_id = 'bank'"))
        assert secret.scalar_one() != "0" * 64  # the old secret does not come back
        assert link.execute(text("SELECT client_id FROM client_sources")).scalar_one() == "bank"


@pytest.mark.parametrize(
    "change",
    [
        "auth_method = 'none', secret_digest = NULL",
        "auth_method = 'private_key_jwt', secret_digest = NULL",
        "auth_method = 'self_signed_tls_client_auth', secret_digest = NULL",
        "secret_digest = NULL",
        "token_binding = 'rope'",
        "quota = 5",
        "quota = 0, quota_seconds = 60",
        "disclosure = 'class'",
    ],
)
@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_the_database_refuses_a_client_that_proves_nothing(engine, change):
    migrate.upgrade(engine, migrate.REGISTER)
    with pytest.raises(IntegrityError), engine.begin() as link:
        link.execute(text(f"UPDATE clients SET {change} WHERE client_id = 'bank'"))
