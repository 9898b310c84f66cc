"""The triggers that keep evidence insert-only and decisions lawful: whether all of them stand."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text

from creditsvc.db.engine import reading
from creditsvc.db.migrate import REGISTER

# Working copies and registers of access; every other table holds evidence.
WORKING = frozenset(
    {
        "authorization_codes",
        "client_sources",
        "clients",
        "credit_snapshots",
        "dead_letters",
        "door_tries",
        "door_visits",
        "login_failures",
        "lookup_job_parts",
        "lookup_jobs",
        "name_index",
        "name_index_keys",
        "name_index_state",
        "outbox",
        "person_seals",
        "published_states",
        "revoked_tokens",
        "subscription_secrets",
        "subscriptions",
        "users",
        "watched_codes",
    }
)
RULES = (
    "ban_decisions_apart",
    "ban_decisions_deliberated",
    "ban_decisions_heard",
    "ban_decisions_marked",
    "ban_decisions_move",
    "ban_decisions_noticed",
    "ban_decisions_person",
    "ban_decisions_replied",
    "ban_decisions_reviewed",
    "ban_decisions_waived",
    "ban_ends_move",
    "ban_notices_move",
    "ban_papers_move",
    "ban_process_since_first",
    "case_openings_paper",
    "decisions_case",
    "decisions_deliberated",
    "decisions_grant",
    "decisions_heard",
    "decisions_honour",
    "decisions_import",
    "decisions_last_notice",
    "decisions_opened",
    "decisions_reviewed",
    "decisions_served",
    "decisions_waived",
    "decisions_waiver",
    "due_process_since_first",
    "listing_ends_lost",
    "listing_ends_removed",
    "listing_ends_remedied",
    "listing_ends_repaired",
    "listing_marks_matter",
    "listings_confirmed",
    "measure_actions_entry",
    "measure_letters_order",
    "measure_letters_turn",
    "measure_orders_apply",
    "measure_orders_lift",
    "measure_orders_turn",
    "measure_responses_order",
    "measure_responses_turn",
    "notice_services_case",
    "objection_decisions_part",
    "objection_decisions_person",
    "objections_open",
    "objections_person",
    "person_acceptances_move",
    "person_entry_decisions_apart",
    "person_entry_decisions_deliberated",
    "person_entry_decisions_heard",
    "person_entry_decisions_move",
    "person_entry_decisions_noticed",
    "person_entry_decisions_opened",
    "person_entry_decisions_person",
    "person_entry_decisions_replied",
    "person_entry_decisions_reviewed",
    "person_entry_decisions_waived",
    "person_entry_ends_move",
    "person_entry_ends_remedied",
    "person_entry_ends_repaired",
    "person_entry_notices_move",
    "person_entry_openings_move",
    "person_entry_papers_move",
    "person_entry_process_since_first",
    "person_entry_services_move",
    "person_removals_move",
    "person_seals_kept",
    "person_seals_place",
    "proceeding_papers_move",
    "record_acceptances_move",
    "record_repair_ends_move",
    "record_repairs_move",
    "record_repairs_once",
    "redlist_grants_moves",
    "redlist_losses_case",
    "redlist_reviews_move",
    "repair_acceptances_move",
    "repair_grants_move",
    "suit_outcomes_move",
)
REFUSES = {"sqlite": "RAISE(ABORT", "postgresql": "RAISE EXCEPTION"}
BY_NUMBER = "r.rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT"  # nor is a row replaced by its number
RULES_OF_SQLITE = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%BEFORE INSERT%'"
    " AND name NOT LIKE '%\\_no\\_replace' ESCAPE '\\'"
)
TABLES_OF_POSTGRESQL = (
    "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
    " WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"
    " ORDER BY c.relname"
)
TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
    " WHERE NOT t.tgisinternal AND t.tgenabled = 'O'",
}


@contextmanager
def asleep(connection: Connection) -> Iterator[None]:
    """While a backup is put back, the rules over new rows do not judge it; in this transaction alone.

    They judge a register as it grows, act by act: an order to apply comes before the end of its
    entry, an answer before the next order. Of a whole register no order of tables can say that. Each
    row passed them when it was written, and the digests of the backup say that it is the same row.
    """
    if connection.dialect.name == "sqlite":
        rules = connection.execute(text(RULES_OF_SQLITE)).all()
        for name, _ in rules:
            connection.execute(text(f'DROP TRIGGER "{name}"'))
        yield
        for _, sql in rules:
            connection.exec_driver_sql(sql)
        return
    tables = [name for (name,) in connection.execute(text(TABLES_OF_POSTGRESQL))]
    for name in tables:
        connection.execute(text(f'ALTER TABLE "{name}" DISABLE TRIGGER USER'))
    yield
    for name in tables:
        connection.execute(text(f'ALTER TABLE "{name}" ENABLE TRIGGER USER'))


def missing(engine: Engine) -> list[str]:
    """The triggers that are gone, switched off, or no longer refuse anything."""
    speaks = engine.dialect.name
    with reading(engine).connect() as connection:
        found = {name: says or "" for name, says in connection.execute(text(TRIGGERS[speaks]))}
    expected = dict.fromkeys(RULES, REFUSES[speaks]) | _of_evidence(speaks)
    return sorted(name for name, says in expected.items() if says not in found.get(name, ""))


def _of_evidence(speaks: str) -> dict[str, str]:
    """Triggers of the tables of evidence, with what each must contain."""
    tables = sorted(set(REGISTER.metadata.tables) - WORKING)
    if speaks == "postgresql":
        return {f"{table}_insert_only": "BEGIN RAISE EXCEPTION" for table in tables}
    wanted = {f"{table}_no_replace": BY_NUMBER for table in tables}
    for table in tables:
        for verb in ("UPDATE", "DELETE"):
            name = f"{table}_no_{verb.lower()}"
            wanted[name] = f"TRIGGER {name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT"
    return wanted
