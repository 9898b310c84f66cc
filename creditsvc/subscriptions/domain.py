"""What a subscription asks for, how it moves, and when a message is tried again. Pure."""

import ipaddress
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

from creditsvc.changes.domain import Change
from creditsvc.kernel.clock import instant_text
from creditsvc.kernel.refusals import Conflict, NotFound, Unprocessable

MOST_SUBSCRIPTIONS = 50  # of one partner
MOST_WATCHED = 200_000  # codes on one watch list
MOST_AT_ONCE = 10_000  # codes in one request
SECRETS_OVERLAP = timedelta(hours=24)  # for which the former secret signs as well
DISABLED_AFTER = timedelta(days=5)  # of nothing but failure
LONGEST_ASKED = timedelta(days=1)  # that a receiver may put us off by Retry-After
TYPE = "credit.changed"
# Pauses before each further attempt at a message, as Standard Webhooks recommends; after the last it is
# a dead letter.
PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
JITTER = 0.2  # of a pause, at most, on top of it
DISABLED: Mapping[str, tuple[str, str]] = {
    "failing": ("回调地址连续五天不能接收", "nothing was taken at its address for five days"),
    "gone": ("回调地址答复 410，表示不再接收", "its address answered 410: it takes no more"),
    "partner_not_active": ("合作方已暂停或者撤销", "the partner is suspended or revoked"),
    "scope_withdrawn": ("合作方不再有读取变更的权限", "the partner may not read changes any more"),
    "purpose_withdrawn": ("订阅的用途不再在约定之内", "its purpose is agreed no more"),
}
REGION = re.compile(r"\d{2}(\d{2}(\d{2})?)?", re.ASCII)
# RFC 6052 and RFC 8215: IPv4 addresses seen through a translator, everywhere and in one's own network.
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
TRANSLATED_HERE = ipaddress.ip_network("64:ff9b:1::/48")
# Of IANA's special purposes what Python 3.11 still counts as open: protocol assignments, 6to4 relays,
# documentation (RFC 9637), segment routing (RFC 9602).
SPECIAL = tuple(
    ipaddress.ip_network(one)
    for one in ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20", "5f00::/16")
)
State = Literal["active", "paused", "disabled"]


class SubscriptionUnknown(NotFound):
    """No subscription of this partner has that key."""

    kind = "subscription-unknown"


class SubscriptionUnfit(Unprocessable):
    """A subscription that cannot be as it was asked for."""

    kind = "subscription-unfit"


class TooManySubscriptions(Conflict):
    """The partner has as many as it may have, or the watch list is full."""

    kind = "too-many-subscriptions"


class SubscriptionMoved(Conflict):
    """The subscription was changed since it was read."""

    kind = "subscription-moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which changes are asked for: all that pass every stated part. None: that part says nothing.

    lists: those that concern an entry of one of these lists. regions: where the enterprise is registered,
    as digits 3 to 8 of its code say, by their first 2, 4 or 6. reasons: with one of these codes.
    watching: only codes on the watch list.
    """

    lists: frozenset[str] | None = None
    regions: frozenset[str] | None = None
    reasons: frozenset[str] | None = None
    watching: bool = False

    def wants(self, change: Change, *, watched: bool) -> bool:
        """Whether *change* is asked for; *watched*: its code is on the watch list."""
        return (
            (watched or not self.watching)
            and (self.reasons is None or change.reason in self.reasons)
            and (self.lists is None or list_of(change) in self.lists)
            and (self.regions is None or self._place_of(change))
        )

    def _place_of(self, change: Change) -> bool:
        place = (change.uscc or "")[2:8]
        return any(place.startswith(region) for region in self.regions or ()) if place else False


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """Where a partner is told of changes, which, for which purpose, and how far it has been told.

    cursor: number of the last line of the feed that is dealt with. attempt: how often the next message
    failed. failing_since: since when nothing got through. reason: why it is disabled.
    """

    id: UUID
    client_id: str
    purpose: str
    url: str
    filter: Filter
    state: State
    reason: str | None
    cursor: int
    attempt: int
    failing_since: datetime | None
    version: int


def list_of(change: Change) -> str | None:
    """The list whose entry *change* concerns; None: it concerns the enterprise, a ban or a record."""
    if not change.body.get("listing"):
        return None
    told = change.body.get("after") or change.body.get("before") or {}
    found = told.get("list") or (change.body.get("before") or {}).get("list")
    return found if isinstance(found, str) else None


def paused(one: Subscription) -> Subscription:
    """Not told any more until it goes on; its cursor stays."""
    return replace(one, state="paused", version=one.version + 1)


def resumed(one: Subscription) -> Subscription:
    """Told again from its cursor on."""
    return replace(
        one, state="active", reason=None, attempt=0, failing_since=None, version=one.version + 1
    )


def disabled(one: Subscription, reason: str) -> Subscription:
    """Not told any more, because of *reason*, until its partner resumes it."""
    return replace(one, state="disabled", reason=reason, version=one.version + 1)


def rewound(one: Subscription, cursor: int) -> Subscription:
    """Told again from *cursor* on."""
    return replace(one, cursor=cursor, attempt=0, version=one.version + 1)


def pause_after(failures: int, spread: float, asked: timedelta | None) -> timedelta | None:
    """How long to wait after so many failures of one message; None: it is a dead letter.

    spread: 0 to 1, drawn anew each time, so that not all come back at once. asked: what the receiver
    asked for (Retry-After).
    """
    if failures > len(PAUSES):
        return None
    pause = PAUSES[failures - 1]
    jittered = pause + pause * JITTER * spread
    return max(jittered, min(asked, LONGEST_ASKED)) if asked else jittered


def message_id(subscription: UUID, seq: int) -> str:
    """The name of a message: the same however often it is sent."""
    return f"msg_{subscription.hex}_{seq}"


def message(one: Subscription, change: Change) -> Mapping[str, Any]:
    """What is sent of *change*, in the form of Standard Webhooks; the line as the feed shows it."""
    return {
        "type": TYPE,
        "timestamp": instant_text(change.recorded_at),
        "data": {
            "event": message_id(one.id, change.seq),
            "subscription": str(one.id),
            "purpose": one.purpose,
            "seq": change.seq,
            "act": change.act_no,
            "uscc": change.uscc,
            "reason": change.reason,
            "effective_at": instant_text(change.effective_at),
            "recorded_at": instant_text(change.recorded_at),
            "change": {"record": None, **change.body},
        },
    }


def address(text: str, allowed: Sequence[str]) -> SplitResult:
    """The parts of a webhook's address; raises SubscriptionUnfit.

    https, a host and no user, fragment or odd port; http to 127.0.0.1 where *allowed* networks contain it.
    Whether the host may be reached is seen each time it is.
    """
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise _bad_address("地址读不懂", "the address cannot be read") from None
    if parts.scheme == "http" and not is_allowed(parts.hostname or "", allowed, "127.0.0.1"):
        raise _bad_address("须用 https", "use https")
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise _bad_address("须为 https://主机/路径", "it must be https://host/path")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise _bad_address("不得含用户名、口令或片段", "no user, password or fragment in it")
    if not text.isascii() or not text.isprintable() or " " in text or port == 0:
        raise _bad_address(
            "须为 ASCII，国际化域名用 Punycode", "ASCII only; write the host in Punycode"
        )
    return parts


def is_allowed(host: str, allowed: Sequence[str], only: str | None = None) -> bool:
    """Whether the address *host* lies in one of the *allowed* networks (and is *only*)."""
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return False
    return (only is None or host == only) and any(
        found in ipaddress.ip_network(network) for network in allowed
    )


def may_reach(host: str, allowed: Sequence[str]) -> bool:
    """Whether we may connect to the IP address *host*: one of the open Internet, or of *allowed* networks.

    Private, shared, loopback, link-local, multicast and reserved ones are not, nor IPv4 ones inside IPv6.
    """
    found = ipaddress.ip_address(host)
    if is_allowed(host, allowed):
        return True
    if isinstance(found, ipaddress.IPv6Address):
        inside = found.ipv4_mapped or found.sixtofour or (found.teredo and found.teredo[1])
        if found in TRANSLATED:
            inside = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inside:
            return may_reach(str(inside), allowed)
        if found in TRANSLATED_HERE:
            return False
        if found.is_site_local:
            return False
    special = any(found in network for network in SPECIAL)
    return found.is_global and not (special or found.is_multicast or found.is_reserved)


def _bad_address(zh: str, en: str) -> SubscriptionUnfit:
    return SubscriptionUnfit(f"回调地址不可用：{zh}", f"the url cannot be used: {en}", field="url")
