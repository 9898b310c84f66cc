"""Quotas: how many look-ups a partner's contract allows in a window, counted in the log's own store.

A process draws small blocks from the count that all share, and spends them without asking again, so the
limit holds for all processes together and most look-ups cost nothing more. A block is a hundredth of what
is left: single ones near the end, so that a small quota is exact and of a large one at most a hundredth
for each further process is left unspent.
"""

import threading
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from creditsvc.access.contracts import Terms
from creditsvc.kernel.refusals import Exhausted, Unprocessable
from creditsvc.lookup import statements
from creditsvc.lookup.held import Holder

SHARE = 100  # of what is left, one part is a block
LARGEST = 500  # look-ups of a block
POLICY = "lookups"
KEPT = 4_096  # partners whose quotas and blocks are remembered


@dataclass(frozen=True, slots=True)
class Quota:
    """*limit* look-ups in windows of *seconds*, which begin at multiples of it since 1970 UTC."""

    limit: int
    seconds: int

    @classmethod
    def of(cls, terms: Terms) -> Self | None:
        """The quota in a contract; None: it has none."""
        if terms.quota is None or terms.quota_seconds is None:
            return None
        return cls(terms.quota, terms.quota_seconds)

    def begins(self, now: datetime) -> int:
        """The second at which the window of *now* began."""
        second = int(now.timestamp())
        return second - second % self.seconds


@dataclass(frozen=True, slots=True)
class Left:
    """How a partner's quota stands: look-ups left, as far as this process knows, and seconds until more."""

    quota: Quota
    remaining: int
    seconds: int

    @property
    def headers(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """The fields of draft-ietf-httpapi-ratelimit-headers."""
        return (
            ("RateLimit-Policy", f'"{POLICY}";q={self.quota.limit};w={self.quota.seconds}'),
            ("RateLimit", f'"{POLICY}";r={self.remaining};t={self.seconds}'),
        )


class QuotaExhausted(Exhausted):
    """The partner has had as many look-ups as its contract allows in this window."""

    kind = "quota-exhausted"

    def __init__(self, left: Left, count: int) -> None:
        self.left = left
        quota, wait = left.quota, left.seconds
        super().__init__(
            f"本时段的查询次数（每 {quota.seconds} 秒 {quota.limit} 次）不够再查 {count} 次，{wait} 秒后重计",
            f"the quota ({quota.limit} look-ups in {quota.seconds} s) does not suffice for {count} more;"
            f" it begins anew in {wait} s",
            limit=quota.limit, window=quota.seconds, remaining=left.remaining, retry_after=wait,
        )  # fmt: skip


class LargerThanQuota(Unprocessable):
    """One request asks for more than a whole window allows: it would never be answered."""

    kind = "larger-than-quota"

    def __init__(self, quota: Quota, count: int) -> None:
        super().__init__(
            f"一次请求查 {count} 次，多于整个时段的配额（每 {quota.seconds} 秒 {quota.limit} 次），请分次提交",
            f"{count} look-ups in one request are more than the whole quota"
            f" ({quota.limit} in {quota.seconds} s); split the request",
            limit=quota.limit, window=quota.seconds,
        )  # fmt: skip


@dataclass(slots=True)
class _Block:
    """What this process holds of a window: *left* to spend; *rest*: in the common count when it looked."""

    begins: int
    quota: Quota
    rest: int
    left: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


class Meter:
    """Counts the look-ups of partners that have a quota."""

    def __init__(self, log_url: str) -> None:
        self._log = Holder(log_url, writes=True)
        self._blocks: dict[str, _Block] = {}
        self._known: dict[str, Quota | None] = {}
        self._lock = threading.Lock()

    def seen(self, client_id: str, quota: Quota | None) -> Quota | None:
        """Remember the quota in a partner's contract as it was just read; the same."""
        if client_id not in self._known or self._known[client_id] != quota:
            with self._lock:
                self._known[client_id] = quota
                _shortened(self._known)
        return quota

    def ahead(self, client_id: str, now: datetime) -> int | None:
        """How many look-ups were taken so that one may be logged before the contract is read: 1, or 0.

        None: it may not, for the partner was not seen yet, or its quota is used up and its visit is to
        be refused where refusals are made.
        """
        if client_id not in self._known:
            return None
        quota = self._known[client_id]
        if quota is None:
            return 0
        try:
            self.take(client_id, quota, 1, now)
        except QuotaExhausted:
            return None
        return 1

    def take(self, client_id: str, quota: Quota, count: int, now: datetime) -> Left:
        """Spend *count* look-ups, all or none; raises QuotaExhausted, LargerThanQuota."""
        if count > quota.limit:
            raise LargerThanQuota(quota, count)
        block = self._block(client_id, quota, now)
        with block.lock:
            if block.left < count and not self._draw(client_id, block, count - block.left):
                raise QuotaExhausted(_left(block, now), count)
            block.left -= count
            return _left(block, now)

    def give_back(self, client_id: str, quota: Quota, count: int, now: datetime) -> None:
        """Take *count* look-ups as not spent, for nothing was told for them."""
        block = self._block(client_id, quota, now)
        with block.lock:
            block.left += count

    def left(self, client_id: str, now: datetime) -> Left | None:
        """How the quota of a partner stands; None: it has none, or was not seen yet."""
        quota = self._known.get(client_id)
        return None if quota is None else _left(self._block(client_id, quota, now), now)

    def _block(self, client_id: str, quota: Quota, now: datetime) -> _Block:
        begins = quota.begins(now)
        block = self._blocks.get(client_id)
        if block is not None and block.begins == begins and block.quota == quota:
            return block
        used = self._used(client_id, begins)
        if (
            used is None
        ):  # the first of all processes; who is slow may still ask for the window before
            self._ask(statements.FORGET_QUOTAS, (client_id, begins - quota.seconds))
        with self._lock:
            block = self._blocks.get(client_id)
            if block is None or block.begins != begins or block.quota != quota:
                rest = max(0, quota.limit - (used or 0))
                block = self._blocks[client_id] = _Block(begins, quota, rest)
                _shortened(self._blocks)
        return block

    def _draw(self, client_id: str, block: _Block, least: int) -> bool:
        """Draw *least* or, where there is more, a block; whether there was so much."""
        limit = block.quota.limit
        wanted = min(max(least, min(block.rest // SHARE, LARGEST)), limit)
        for some in dict.fromkeys((wanted, least)):
            drawn = self._ask(statements.DRAW, (client_id, block.begins, some, limit))
            if drawn is not None:
                block.left += some
                block.rest = max(0, limit - drawn)
                return True
        block.rest = max(0, limit - (self._used(client_id, block.begins) or 0))
        return False

    def _used(self, client_id: str, begins: int) -> int | None:
        return self._ask(statements.QUOTA_USED, (client_id, begins))

    def _ask(self, statement: str, values: tuple[str | int, ...]) -> int | None:
        found = self._log.ask(lambda held: held.rows(statement, values))
        return int(found[0][0]) if found else None


@dataclass(slots=True, kw_only=True)
class Spending:
    """What one visit takes of its partner's quota; None: it has none.

    prepaid: look-ups that were taken before anything was read.
    """

    meter: Meter
    client_id: str
    quota: Quota | None
    now: datetime
    prepaid: int = 0
    taken: int = 0

    def __post_init__(self) -> None:
        self.taken = self.prepaid

    def take(self, count: int) -> None:
        """Take *count* look-ups; raises QuotaExhausted, LargerThanQuota."""
        due, self.prepaid = count - self.prepaid, 0
        if self.quota is not None and due > 0:
            self.meter.take(self.client_id, self.quota, due, self.now)
            self.taken += due

    def give_back(self) -> None:
        """Give back all of it: the visit was refused."""
        if self.quota is not None and self.taken:
            self.meter.give_back(self.client_id, self.quota, self.taken, self.now)
            self.taken = 0


def _left(block: _Block, now: datetime) -> Left:
    wait = block.begins + block.quota.seconds - int(now.timestamp())
    return Left(block.quota, block.left + block.rest, max(0, wait))


def _shortened(remembered: dict[str, _Block] | dict[str, Quota | None]) -> None:
    """Forget the oldest of too many."""
    while len(remembered) > KEPT:
        remembered.pop(next(iter(remembered)))
