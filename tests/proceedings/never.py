"""What the database may never show of an enterprise: each query gives the sinners. Plain SQL, both engines."""

NEVER = {
    "a listing without its decision": """
        SELECT l.id FROM listings l LEFT JOIN decisions d ON d.id = l.decision_id
          AND d.enterprise_id = l.enterprise_id AND d.list = l.list
        WHERE d.id IS NULL AND l.enterprise_id = :e""",
    "a listing of a case that was not served and concluded": """
        SELECT l.id FROM listings l JOIN decisions d ON d.id = l.decision_id
        WHERE l.enterprise_id = :e AND 2 <> (SELECT count(*) FROM proceedings p
          WHERE p.id = d.proceeding_id AND p.stage IN ('served', 'concluded'))""",
    "a decision without an earlier served notice": """
        SELECT d.id FROM decisions d LEFT JOIN notice_services n ON n.id = d.service_id
          AND n.proceeding_id = d.proceeding_id AND n.act_no < d.act_no AND n.served_on <= d.decided_on
        WHERE n.id IS NULL AND d.enterprise_id = :e""",
    "a decision within the time to reply and without a waiver on file": """
        SELECT d.id FROM decisions d JOIN notice_services n ON n.id = d.service_id
        WHERE d.enterprise_id = :e AND d.decided_on <= n.reply_until AND NOT EXISTS (
          SELECT 1 FROM proceeding_papers w WHERE w.proceeding_id = d.proceeding_id AND w.move = 'waive'
            AND w.document_day BETWEEN n.served_on AND d.decided_on AND w.act_no > n.act_no)""",
    "a decider who had another part": """
        SELECT d.id FROM decisions d JOIN proceedings p ON p.id = d.proceeding_id AND p."by" = d.decided_by
        WHERE d.enterprise_id = :e AND p.move NOT IN ('decide', 'serve', 'conclude')""",
    "a decision without an approved review by somebody who neither decided nor handled": """
        SELECT d.id FROM decisions d WHERE d.enterprise_id = :e AND NOT EXISTS (
          SELECT 1 FROM proceedings r WHERE r.id = d.proceeding_id AND r.move = 'review'
            AND r.stage = 'reviewed' AND r."by" <> d.decided_by AND NOT EXISTS (
              SELECT 1 FROM proceedings h WHERE h.id = r.id AND h."by" = r."by"
                AND h.move NOT IN ('review', 'hear', 'serve', 'conclude')))""",
    "a hearing under somebody who had handled the case": """
        SELECT m.id FROM proceedings m JOIN proceedings h ON h.id = m.id AND h.version < m.version
          AND h."by" = m."by" AND h.move NOT IN ('review', 'hear')
        WHERE m.move = 'hear' AND m.enterprise_id = :e""",
    "a decision while a hearing was asked for": """
        SELECT d.id FROM decisions d JOIN proceedings q ON q.id = d.proceeding_id AND q.move = 'request_hearing'
        WHERE d.enterprise_id = :e AND NOT EXISTS (SELECT 1 FROM proceedings s WHERE s.id = q.id
          AND s.version > q.version AND s.move IN ('hear', 'withdraw_hearing'))""",
    "a decision whose case was never opened by two people": """
        SELECT d.id FROM decisions d LEFT JOIN case_openings o ON o.proceeding_id = d.proceeding_id
          AND o.approved_by <> o.handled_by AND o.opened_on <= d.decided_on
        WHERE o.proceeding_id IS NULL AND d.enterprise_id = :e""",
    "an entry that stands on an annulled event": """
        SELECT l.id FROM listings l WHERE l.enterprise_id = :e
          AND NOT EXISTS (SELECT 1 FROM listing_ends x WHERE x.listing_id = l.id)
          AND EXISTS (SELECT 1 FROM event_versions v WHERE v.enterprise_id = l.enterprise_id
            AND v.status = 'revoked' AND v.seq = (
              SELECT max(w.seq) FROM event_versions w WHERE w.event_id = v.event_id))""",
    "two entries that stand": """
        SELECT l.enterprise_id FROM listings l WHERE l.enterprise_id = :e
          AND NOT EXISTS (SELECT 1 FROM listing_ends x WHERE x.listing_id = l.id)
        GROUP BY l.enterprise_id HAVING count(*) > 1""",
    "a gap in the versions": """
        SELECT id FROM proceedings WHERE enterprise_id = :e
        GROUP BY id HAVING count(*) <> max(version) OR min(version) <> 1""",
    "a move without its line in the trail": """
        SELECT p.id FROM proceedings p WHERE p.enterprise_id = :e AND NOT EXISTS (
          SELECT 1 FROM trail t WHERE t.act_no = p.act_no AND t.verb = 'proceeding.' || p.stage
            AND replace(t.subject, '-', '') = replace(CAST(p.id AS text), '-', ''))""",
    "two open cases": """
        SELECT enterprise_id FROM proceedings p WHERE enterprise_id = :e
          AND stage NOT IN ('dropped', 'concluded')
          AND version = (SELECT max(q.version) FROM proceedings q WHERE q.id = p.id)
        GROUP BY enterprise_id HAVING count(*) > 1""",
}
EVERYTHING = " UNION ALL ".join(
    f"SELECT '{what}' AS what FROM ({query}) AS n{number}"
    for number, (what, query) in enumerate(NEVER.items())
)
