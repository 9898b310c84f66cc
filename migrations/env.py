"""Runs migrations on the connection that `creditsvc.db.migrate` hands over. Online only.

Two histories: `versions/` for the register, `log_versions/` for the look-up log.
"""

from alembic import context

config = context.config


def run() -> None:
    attributes = config.attributes
    context.configure(
        connection=attributes["connection"],
        target_metadata=attributes["metadata"],
        version_table=attributes["version_table"],
        transaction_per_migration=True,
        render_as_batch=False,
        compare_type=True,
        include_name=attributes["include_name"],
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


def render_item(kind: str, item: object, _autogen: object) -> str | bool:
    """Print our column types as the plain types they are, so that a migration needs no package."""
    if kind == "type" and type(item).__module__.startswith("creditsvc."):
        return f"sa.{item.impl!r}"
    return False


run()
