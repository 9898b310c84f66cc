"""What partners are told of an enterprise, and how two such tellings differ. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

State = Mapping[str, Any]
_MENDED: Mapping[str, tuple[str, str]] = {  # reasons for going out of sight, for coming back
    "repair": ("repaired", "repair_revoked"),
    "shield": ("shielded", "shield_lifted"),
}
REASONS: Mapping[str, tuple[str, str]] = {
    "listed": ("列入名单", "an entry came into force"),
    "published": ("条目公布或其日期变动", "an entry was published, or one of its days changed"),
    "expired": ("期限届满", "the term of an entry ended"),
    "repaired": ("信用修复（提前移出、记录修复）", "early removal, or a record was repaired"),
    "repair_revoked": ("修复被撤销", "a repair got by fraud was revoked"),
    "shielded": ("破产重整保护", "a record is shielded by a reorganisation plan"),
    "shield_lifted": ("破产重整保护终止", "the shield over a record ended"),
    "annulled": ("决定被撤销", "the decision was annulled"),
    "objection_upheld": ("异议成立", "an objection was upheld"),
    "wrong_subject": ("主体错误", "it concerned another enterprise"),
    "clerical": ("文书差错", "a slip of the pen"),
    "lost_conditions": ("不再符合守信条件", "an honour lost its conditions"),
    "corrected": ("记录更正", "the record was corrected"),
    "suspended": ("停止执行", "the execution of an entry was suspended"),
    "resumed": ("恢复执行", "its execution goes on"),
    "objection_raised": ("提出异议", "an objection was raised"),
    "objection_closed": ("异议办结", "an objection was closed"),
    "ban_begun": ("禁止、限制措施开始", "a ban began"),
    "ban_ended": ("禁止、限制措施结束", "a ban ended"),
    "status_changed": ("查询状态变动", "listed, not listed or cannot say: it changed"),
    "tier_changed": ("信用等级变动", "the tier changed"),
}
"""Every reason code of the feed, in Chinese and English."""
NOTHING: State = {"status": "not_listed", "reasons": [], "tier": None, "listings": {}, "bans": {}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One change: its reason, the entry, ban or record it concerns, the telling before and after."""

    reason: str
    listing: str | None
    before: Any
    after: Any
    ban: str | None = None
    record: str | None = None


def differences(before: State, after: State, ends: Mapping[str, str]) -> list[Difference]:
    """What changed between two tellings: entries (by key), bans, records, objections, status, tier.

    *ends* gives the reason code of every entry that no longer stands and ban that no longer runs.
    """
    found: list[Difference] = []
    was, now = before["listings"], after["listings"]
    for key in sorted(was.keys() | now.keys()):
        found += _entry(key, was.get(key), now.get(key), ends)
    found += _bans(before.get("bans", {}), after.get("bans", {}), ends)
    found += _mended(before.get("mended", {}), after.get("mended", {}))
    found += _contested(before.get("contested", {}), after.get("contested", {}))
    if (before["status"], before["reasons"]) != (after["status"], after["reasons"]):
        found.append(_whole("status_changed", before, after, ("status", "reasons")))
    if before["tier"] != after["tier"]:
        found.append(_whole("tier_changed", before, after, ("tier",)))
    return found


def _entry(key: str, was: Any, now: Any, ends: Mapping[str, str]) -> list[Difference]:
    if was == now:
        return []
    if was is None:
        reason = "listed"
    elif now is None:
        reason = ends.get(key, "corrected")
    elif was.get("suspended") != now.get("suspended"):
        reason = "suspended" if now.get("suspended") else "resumed"
    elif was["under_objection"] != now["under_objection"]:
        reason = "objection_closed" if was["under_objection"] else "objection_raised"
    else:
        reason = "published"
    return [Difference(reason=reason, listing=key, before=was, after=now)]


def _bans(was: State, now: State, ends: Mapping[str, str]) -> list[Difference]:
    begun = [
        Difference(reason="ban_begun", listing=None, before=None, after=now[key], ban=key)
        for key in sorted(now.keys() - was.keys())
    ]
    ended = [
        Difference(
            reason="ban_ended",
            listing=None,
            before=was[key],
            after={"end_reason": ends.get(key, "corrected")},
            ban=key,
        )
        for key in sorted(was.keys() - now.keys())
    ]
    return [*ended, *begun]


def _mended(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[Difference]:
    """Records that went out of sight by a repair or shield, and that came back, by its key."""
    return [
        Difference(
            reason=_MENDED[(now.get(key) or was[key])["effect"]][key in was],
            listing=None,
            before=was.get(key),
            after=now.get(key),
            record=(now.get(key) or was[key])["record"],
        )
        for key in sorted(was.keys() ^ now.keys())
    ]


def _contested(was: State, now: State) -> list[Difference]:
    """Objections to records (`event:KEY`) or to the identity (`enterprise`), raised and closed."""
    return [
        Difference(
            reason="objection_raised" if now.get(key) else "objection_closed",
            listing=None,
            before={"subject": key, "under_objection": was.get(key)},
            after={"subject": key, "under_objection": now.get(key)},
        )
        for key in sorted(was.keys() | now.keys())
        if was.get(key) != now.get(key)
    ]


def _whole(reason: str, before: State, after: State, names: tuple[str, ...]) -> Difference:
    return Difference(
        reason=reason,
        listing=None,
        before={name: before[name] for name in names},
        after={name: after[name] for name in names},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One line of the feed. effective_at: since when it is so; recorded_at: when the feed said so."""

    seq: int
    act_no: int
    uscc: str | None
    reason: str
    effective_at: datetime
    recorded_at: datetime
    body: Mapping[str, Any]
