"""The answer about one enterprise as JSON values. Pure: it says what a position says, no more.

`as_of`, `data_version` and `complete_to` are spliced in when it is given out, to each asker what its
purpose and contract have it see (`purposes`).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from creditsvc.bans.form import told
from creditsvc.kernel.clock import instant_text
from creditsvc.law import way_out
from creditsvc.law.domain import Record
from creditsvc.law.rulebook import Law
from creditsvc.listings.domain import Entry
from creditsvc.measures.binding import binding
from creditsvc.tiers.service import Position

REASONS: Mapping[str, tuple[str, str]] = {
    "name_only_candidate": (
        "有一个只按名称登记、尚在有效期的名单条目与本企业名称相同，不能断定不是本企业",
        "an entry in force that is held by name only bears this enterprise's name",
    ),
    "replica_lag": (
        "查询所读的副本落后于登记库过久，暂不能断定",
        "the replica that was read trails the register too far; ask again soon",
    ),
    "sources_incomplete": (
        "合同要求的来源，其数据尚未完整到约定的日子，不能断定没有列入",
        "data of a source that the contract requires is not complete to the day agreed",
    ),
    "unresolved_row": (
        "有一条同名的不利记录尚未确定属于哪个企业",
        "an adverse row under this name waits for its enterprise to be told",
    ),
    "execution_suspended": (
        "有一个名单条目依法停止执行，复议或者诉讼结束前不能断定是否恢复",
        "the execution of an entry is suspended; until the review ends it may or may not bind again",
    ),
    "identifier_succession_open": (
        "同一组织机构代码的另一号码名下有尚在有效期的名单条目，承继关系待确认",
        "an entry in force is held under another number with the same organisation code",
    ),
    "namesake_listed": (
        "本主体没有统一社会信用代码，同名主体有尚在有效期的名单条目，不能断定不是同一企业",
        "this subject has no unified code, and an entry in force of another one bears its name",
    ),
}


def answer(law: Law, position: Position) -> dict[str, Any]:
    """What a partner is told of a registered enterprise."""
    standing = position.standing
    return {
        "uscc": position.enterprise.uscc,
        "name": position.enterprise.name,
        "registered": True,
        "status": position.status,
        "reasons": [reason(code) for code in position.reasons],
        "tier": standing.tier if standing else None,
        "tier_reason": standing.reason if standing else None,
        "under_objection": position.under_objection,
        "listings": [listing(law, entry, position) for entry in position.entries],
        "bans": [told(ban) for ban in position.bans],
        "measures": [one.body() for one in binding(law, position)],
        "suspended_listings": [suspended(law, entry, position) for entry in position.suspended],
        "records": [on_display(law, one, position) for one in position.records],
        "next_change_at": position.next_change_at and instant_text(position.next_change_at),
        "law_digest": law.digest,
    }


def doubted(body: Mapping[str, Any], doubts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The answer *body* where, for these reasons more, nothing can be said."""
    return {**body, "status": "cannot_say", "reasons": [*body["reasons"], *doubts]}


def lacking(
    required: Iterable[tuple[str, int]], complete: Mapping[str, str], day: date
) -> list[str]:
    """The sources whose data, complete to the day said, is older on *day* than a contract allows.

    required: sources with days. complete: per source a day; a source that said none lacks it.
    """
    return [
        source
        for source, days in required
        if complete.get(source, "") < _before(day, days).isoformat()
    ]


def _before(day: date, days: int) -> date:
    """So many *days* before *day*; the first day there is where that would be before it."""
    return date.fromordinal(max(day.toordinal() - days, 1))


def nobody(
    uscc: str,
    law_digest: str,
    *,
    reasons: tuple[str, ...] = (),
    next_change_at: datetime | None = None,
) -> dict[str, Any]:
    """The answer for a valid code that nobody has registered; *reasons*: why it may yet be listed."""
    return {
        "uscc": uscc,
        "name": None,
        "registered": False,
        "status": "cannot_say" if reasons else "not_listed",
        "reasons": [reason(code) for code in reasons],
        "tier": None,
        "tier_reason": None,
        "under_objection": False,
        "listings": [],
        "bans": [],
        "measures": [],
        "suspended_listings": [],
        "records": [],
        "next_change_at": next_change_at and instant_text(next_change_at),
        "law_digest": law_digest,
    }


def reason(code: str) -> dict[str, str]:
    """A reason code of `cannot_say` with its sentence in both languages."""
    zh, en = REASONS[code]
    return {"code": code, "zh": zh, "en": en}


def listing(law: Law, entry: Entry, position: Position) -> dict[str, Any]:
    """An entry in force: list, ground with its article, days, objection, and the way out."""
    kind, way = law.lists[entry.list], way_of(law, entry)
    since = entry.under_objection_at(position.moment)
    ground = {
        key: value for key, value in entry.ground.items() if key not in {"people", "evidence"}
    }
    return {
        "id": str(entry.id),
        "list": entry.list,
        "list_title": dict(kind.title),
        "polarity": kind.polarity,
        "ground": ground,
        "starts_on": entry.starts_on.isoformat(),
        "last_day": entry.last_day and entry.last_day.isoformat(),
        "published_on": entry.published_on and entry.published_on.isoformat(),
        "under_objection": since is not None,
        "under_objection_since": since and instant_text(since),
        "way_out": way and way.body(),
    }


def suspended(law: Law, entry: Entry, position: Position) -> dict[str, Any]:
    """An entry that stands and does not bind, because its execution is suspended (停止执行)."""
    since = entry.suspended_at(position.moment)
    return {**listing(law, entry, position), "suspended_since": since and instant_text(since)}


def way_of(law: Law, entry: Entry) -> way_out.WayOut | None:
    """The way out of an entry, from its own first and last day."""
    return way_out.of_listing(
        law,
        entry.list,
        str(entry.ground.get("instrument")),
        entry.starts_on,
        last_day=entry.last_day,
    )


def on_display(law: Law, record: Record, position: Position) -> dict[str, Any]:
    """A record on display: class, what it was, until when it shows, and when it may be repaired."""
    content = next(v.content for v in position.record if str(v.event_id) == record.ref)
    kind = law.kinds.kinds[content["kind"]]
    way = way_out.of_record(law, record)
    since = position.record_contested_since(record.ref)
    return {
        "event": record.ref,
        "class": record.klass,
        "kind": kind.id,
        "kind_title": dict(kind.title),
        "penalised_on": content.get("penalised_on"),
        "document_no": content.get("document_no"),
        "authority": content.get("authority"),
        "instrument": record.instrument,
        "article": record.article,
        "earliest_repair": record.earliest_repair and record.earliest_repair.isoformat(),
        "last_day": record.last_day and record.last_day.isoformat(),
        "under_objection": since is not None,
        "under_objection_since": since and instant_text(since),
        "way_out": way and way.body(),
    }
