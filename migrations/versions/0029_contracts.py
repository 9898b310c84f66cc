"""How a partner proves itself, and the terms of its contract."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

OLD = (
    "client_id", "name", "kind", "secret_digest", "scopes", "purposes", "field", "redirect_uris",
    "status", "act_no",
)  # fmt: skip
METHOD = "CASE WHEN secret_digest IS NULL THEN 'none' ELSE 'client_secret' END"
METHODS = (
    "auth_method IN ('client_secret', 'private_key_jwt', 'self_signed_tls_client_auth', 'none')"
)
RULES = {
    "auth_method": METHODS,
    "secret": "(secret_digest IS NOT NULL) = (auth_method = 'client_secret')",
    "partner_proof": "kind = 'console' OR auth_method <> 'none'",
    "keys": "auth_method <> 'private_key_jwt' OR jwks IS NOT NULL",
    "certificates": "auth_method <> 'self_signed_tls_client_auth' OR certificates IS NOT NULL",
    "token_binding": "token_binding IN ('dpop', 'mtls', 'any')",
    "quota": "(quota IS NULL) = (quota_seconds IS NULL) AND quota > 0 AND quota_seconds > 0",
    "retention": "retention_days > 0",
    "disclosure": "disclosure = 'name' OR (disclosure = 'class' AND disclosure_basis IS NOT NULL)",
}
FORMER = {"partner_secret": "kind = 'console' OR secret_digest IS NOT NULL"}


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _made_anew([*_former(), *_new()], RULES, {"auth_method": METHOD, "disclosure": "'name'"})
        return
    for column in _new("'none'", "'name'"):
        op.add_column("clients", column)
    op.execute(f"UPDATE clients SET auth_method = {METHOD}")  # noqa: S608 - our own text
    for name in ("auth_method", "disclosure"):
        op.alter_column("clients", name, server_default=None)
    op.drop_constraint(op.f("ck_clients_partner_secret"), "clients")
    for name, rule in RULES.items():
        op.create_check_constraint(op.f(f"ck_clients_{name}"), "clients", rule)


def downgrade() -> None:
    # whoever proved itself by a key gets a secret nobody knows, and is out until it is given one
    op.execute(
        "UPDATE clients SET auth_method = 'client_secret', secret_digest = substr(client_id ||"
        " '0000000000000000000000000000000000000000000000000000000000000000', 1, 64)"
        " WHERE auth_method IN ('private_key_jwt', 'self_signed_tls_client_auth')"
    )
    if op.get_bind().dialect.name == "sqlite":
        _made_anew(_former(), FORMER, {})
        return
    for name in RULES:
        op.drop_constraint(op.f(f"ck_clients_{name}"), "clients")
    for column in _new():
        op.drop_column("clients", column.name)
    for name, rule in FORMER.items():
        op.create_check_constraint(op.f(f"ck_clients_{name}"), "clients", rule)


def _made_anew(columns: list[sa.Column], rules: dict[str, str], filled: dict[str, str]) -> None:
    """SQLite cannot change a constraint: the table is made anew under its name, its rows put back.

    Rows of other tables point here; that they do so again is checked when this is committed.
    """
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute("CREATE TEMPORARY TABLE kept_clients AS SELECT * FROM clients")
    op.drop_table("clients")
    checks = [
        sa.CheckConstraint(rule, name=op.f(f"ck_clients_{name}"))
        for name, rule in {
            "kind": "kind IN ('partner', 'console')",
            "status": "status IN ('active', 'suspended', 'revoked')",
            **rules,
        }.items()
    ]
    op.create_table(
        "clients",
        *columns,
        *checks,
        sa.ForeignKeyConstraint(["act_no"], ["acts.no"], name=op.f("fk_clients_act_no_acts")),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_clients")),
    )
    into, of = ", ".join((*OLD, *filled)), ", ".join((*OLD, *filled.values()))
    op.execute(f"INSERT INTO clients ({into}) SELECT {of} FROM kept_clients")  # noqa: S608 - names are ours
    op.execute("DROP TABLE kept_clients")


def _former() -> list[sa.Column]:
    return [
        sa.Column("client_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("secret_digest", sa.CHAR(length=64), nullable=True),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("purposes", sa.Text(), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=True),
        sa.Column("redirect_uris", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("act_no", sa.Integer(), nullable=False),
    ]


def _new(method: str | None = None, disclosure: str | None = None) -> list[sa.Column]:
    """The new columns; where rows are there already, with what to fill in for them."""
    defaults = [None if one is None else sa.text(one) for one in (method, disclosure)]
    return [
        sa.Column("auth_method", sa.String(length=32), nullable=False, server_default=defaults[0]),
        sa.Column("jwks", sa.Text(), nullable=True),
        sa.Column("certificates", sa.Text(), nullable=True),
        sa.Column("token_binding", sa.String(length=8), nullable=True),
        sa.Column("quota", sa.Integer(), nullable=True),
        sa.Column("quota_seconds", sa.Integer(), nullable=True),
        sa.Column("retention_days", sa.Integer(), nullable=True),
        sa.Column("contact", sa.String(length=200), nullable=True),
        sa.Column("disclosure", sa.String(length=8), nullable=False, server_default=defaults[1]),
        sa.Column("disclosure_basis", sa.String(length=200), nullable=True),
    ]
