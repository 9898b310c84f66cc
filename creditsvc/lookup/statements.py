"""The statements of the hot path, for both engines. `?1` marks the first value, and so on."""

LOG = "lookup_log"
LOG_COLUMNS = (
    "at",
    "partner",
    "purpose",
    "subject",
    "route",
    "outcome",
    "status",
    "data_version",
    "valid_at",
    "known_at",
    "evidence",
)
# values: client, second at which the window begins, how many, how many at most in the window.
DRAW = """
INSERT INTO quota_counts (client_id, begins, used) VALUES (?1, ?2, ?3)
ON CONFLICT (client_id, begins) DO UPDATE SET used = quota_counts.used + excluded.used
WHERE quota_counts.used + excluded.used <= ?4 RETURNING used
"""
# values: client, second at which the window begins
QUOTA_USED = "SELECT used FROM quota_counts WHERE client_id = ?1 AND begins = ?2"
FORGET_QUOTAS = "DELETE FROM quota_counts WHERE client_id = ?1 AND begins < ?2 RETURNING used"
# The value is an evidence number.
EVIDENCE = "SELECT jws FROM evidence WHERE number = ?1"

# Whoever has the code, or an older number inside it, without a ready answer: never "nobody".
_SUCCESSION = """CASE WHEN s.uscc IS NULL THEN EXISTS (
    SELECT 1 FROM enterprises e WHERE e.organisation = ?2) END"""

# The bytes of an answer's text, which nobody here reads: they are handed out as they are.
_BODY = {"sqlite": "CAST(s.body AS BLOB)", "postgresql": "convert_to(s.body, 'UTF8')"}

# The rulebook adopted last, read with what was said under it: who reads a stale one sees that.
_ADOPTED = """(SELECT r.digest FROM rulebook_outcomes r WHERE r.outcome = 'adopted'
    ORDER BY r.act_no DESC LIMIT 1)"""

# values: jti, organisation, client_id, uscc
STATE = {
    engine: f"""
SELECT a.no, a.at, {_ADOPTED}, c.name, c.kind, c.scopes, c.purposes, c.field, c.status, c.token_binding,
    c.quota, c.quota_seconds, c.required_sources,
    EXISTS (SELECT 1 FROM revoked_tokens r WHERE r.jti = ?1),
    s.status, s.law_digest, s.valid_until, s.digest, {body}, {_SUCCESSION}
FROM (SELECT 1 AS one) here
LEFT JOIN (SELECT no, at FROM acts ORDER BY no DESC LIMIT 1) a ON 1 = 1
LEFT JOIN clients c ON c.client_id = ?3
LEFT JOIN credit_snapshots s ON s.uscc = ?4
"""  # noqa: S608 - made of our own text
    for engine, body in _BODY.items()
}

# PostgreSQL only: reads the same and, where all is plain, writes the log row in one round trip.
# What is not plain (another outcome of a check, an answer that time has overtaken) is not logged
# here; the caller sees null in the last column, decides, and logs.
# values: those of STATE; of the row at, partner, purpose, subject, route; the tag shown (first half
# of an ETag whose second half is right as of act *held*; '' for none); the conditions: scope and
# purpose in quotes, digest of the rulebook in use before any was adopted, held; what the token is
# bound to ('' for nothing).
STATE_AND_LOG = f"""
WITH state AS MATERIALIZED (
    SELECT a.no, a.at, {_ADOPTED} AS adopted, c.name, c.kind, c.scopes, c.purposes, c.field, c.status AS standing, c.token_binding,
        c.quota, c.quota_seconds, c.required_sources,
        EXISTS (SELECT 1 FROM revoked_tokens r WHERE r.jti = ?1) AS revoked,
        s.status, s.law_digest, s.valid_until, s.digest,
        {_BODY["postgresql"]} AS body, {_SUCCESSION} AS succession
    FROM (SELECT 1 AS one) here
    LEFT JOIN (SELECT no, at FROM acts ORDER BY no DESC LIMIT 1) a ON TRUE
    LEFT JOIN clients c ON c.client_id = ?3
    LEFT JOIN credit_snapshots s ON s.uscc = ?4
), logged AS (
    INSERT INTO lookup_log (at, partner, purpose, subject, route, outcome, status, data_version)
    SELECT ?5::text, ?6, ?7, ?8, ?9,
        CASE WHEN same THEN 'not_modified' ELSE coalesce(state.status, 'not_listed') END,
        CASE WHEN same THEN 304 ELSE 200 END, state.no
    FROM state, LATERAL (SELECT coalesce(substr(digest, 1, 32) = ?10::text, FALSE) AS same) tag
    WHERE standing = 'active' AND NOT revoked AND no IS NOT NULL AND required_sources IS NULL
        AND (token_binding IS NULL OR token_binding = ?15::text OR (token_binding = 'any' AND ?15::text <> ''))
        AND strpos(scopes, ?11) > 0 AND strpos(purposes, ?12) > 0
        AND CASE WHEN state.status IS NULL THEN NOT succession AND ?10::text = ''
            ELSE law_digest = coalesce(adopted, ?13) AND (valid_until IS NULL OR valid_until > ?5::text) END
        AND (?10::text = '' OR no = ?14)
    RETURNING outcome
)
SELECT no, at, adopted, name, kind, scopes, purposes, field, standing, token_binding, quota, quota_seconds, required_sources,
    revoked, state.status, law_digest, valid_until, digest, CASE WHEN (SELECT outcome FROM logged) = 'not_modified' THEN NULL ELSE body
    END, succession, (SELECT outcome FROM logged)
FROM state
"""  # noqa: S608 - made of our own text

# value: act number. Per source its latest statement as of that act; steps from source to source.
COMPLETENESS = """
WITH RECURSIVE sources(source) AS (
    SELECT min(source) FROM source_completeness
    UNION ALL
    SELECT (SELECT min(c.source) FROM source_completeness c WHERE c.source > sources.source)
    FROM sources WHERE sources.source IS NOT NULL
)
SELECT sources.source, (
    SELECT c.complete_to FROM source_completeness c
    WHERE c.source = sources.source AND c.act_no <= ?1 ORDER BY c.act_no DESC LIMIT 1
) FROM sources WHERE sources.source IS NOT NULL ORDER BY sources.source
"""

LATEST = "SELECT max(no) FROM acts"
# The value is an act number.
FIRST_AFTER = "SELECT at FROM acts WHERE no > ?1 ORDER BY no LIMIT 1"

# The value is an instant.
ACT_AT = "SELECT max(no) FROM acts WHERE at <= ?1"

_MANY = {
    engine: f"SELECT s.uscc, s.status, s.law_digest, s.valid_until, s.digest, {body} FROM"
    for engine, body in _BODY.items()
}
_HELD_BEFORE = "SELECT DISTINCT e.organisation FROM enterprises e"
MANY = {
    "sqlite": f"{_MANY['sqlite']} json_each(?1) j CROSS JOIN credit_snapshots s ON s.uscc = j.value",
    "postgresql": f"{_MANY['postgresql']} credit_snapshots s WHERE s.uscc = ANY(?1::bpchar[])",
}
SUCCESSIONS = {
    "sqlite": f"{_HELD_BEFORE}, json_each(?1) j WHERE e.organisation = j.value",
    "postgresql": f"{_HELD_BEFORE} WHERE e.organisation = ANY(?1::bpchar[])",
}
