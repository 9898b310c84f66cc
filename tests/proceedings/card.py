"""A case as a careful clerk would keep it on a card: what may be done next, told from the law alone.

An independent model for the random walk: it reads nothing from the product.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

DAY = timedelta(days=1)
TOLD = ("noticed", "replied", "heard", "reviewed")
OPEN = ("proposed", "opened", *TOLD, "decided", "served")
STATUS = {
    ("effective", "suspend"): "suspended", ("effective", "revoke"): "revoked", ("suspended", "revoke"): "revoked",
    ("suspended", "reinstate"): "effective", ("revoked", "reinstate"): "effective",
}  # fmt: skip


class UnlawfulError(Exception):
    """The law does not allow that move now."""


def need(*conditions: bool) -> None:
    """All of them, or the move is unlawful."""
    if not all(conditions):
        raise UnlawfulError


@dataclass(frozen=True)
class Days:
    """A calendar of its own: Monday to Friday, but for these days off and make-up days."""

    off: frozenset[date]
    made_up: frozenset[date]

    def after(self, day: date, n: int) -> date:
        """The n-th working day after *day*, counted off one by one."""
        while n:
            day += DAY
            n -= day in self.made_up or (day.weekday() < 5 and day not in self.off)
        return day


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What somebody wants to file: who, the day of the paper, of its service, and the rest."""

    who: str
    day: date
    sent: date
    number: str
    kind: str = "mail"
    measures: frozenset[str] = frozenset()
    approved_by: str = "principal"
    complex_case: bool = False
    presider: str = "reviewer"
    held_on: date
    opinion: str = "approve"
    hearing_too: bool = True
    present: int = 2
    answered: bool = True

    @property
    def counts(self) -> date:
        """The day from which it counts as served: thirty days after a public notice (民事诉讼法第九十五条)."""
        need(
            self.kind in ("mail", "in_person", "public_notice")
        )  # the others come without proof here
        return self.sent + 30 * DAY if self.kind == "public_notice" else self.sent


@dataclass
class Card:
    """One enterprise with the two events against it, and the latest case on them."""

    days: Days
    events: list[str] = field(default_factory=lambda: ["effective", "effective"])
    listed: bool = False
    stage: str = "none"
    version: int = 0

    def _afresh(self) -> None:
        self.hands: set[tuple[str, str]] = set()
        self.told: Ask | None = None
        self.replied = self.ever_heard = False
        self.waiver: Ask | None = None
        self.hearing: dict | None = None
        self.opinion: Ask | None = None
        self.meeting: date | None = None

    def status(self, which: int, move: str) -> None:
        """An event is suspended, revoked, reinstated; what rests on a revoked one falls (令第11号第十五条)."""
        need((self.events[which], move) in STATUS)
        self.events[which] = STATUS[self.events[which], move]
        if "revoked" in self.events:
            self.listed = False
            if self.stage in OPEN:
                self.stage, self.version = "dropped", self.version + 1

    def move(self, name: str, ask: Ask, today: date) -> None:
        """The move *name*, or UnlawfulError."""
        if name not in ("reply", "waive", "request_hearing", "withdraw_hearing", "drop"):
            need(
                self.events == ["effective", "effective"]
            )  # an authority acts on a ground that holds
        getattr(self, name)(ask, today)
        self.hands.add((name, ask.who))
        self.version += 1

    def propose(self, ask: Ask, today: date) -> None:
        need(self.stage not in OPEN)
        self._afresh()
        self.stage, self.version, self.proposed = "proposed", 0, today

    def open(self, ask: Ask, today: date) -> None:
        need(
            self.stage == "proposed", ask.approved_by != ask.who, self.proposed <= ask.day <= today
        )
        self.stage, self.opening = "opened", ask

    def _notice(self, ask: Ask, today: date) -> None:
        need(self.opening.day <= ask.sent <= today, ask.day <= ask.sent, ask.counts >= ask.sent)
        self.stage, self.told = "noticed", ask
        self.until = self.days.after(ask.counts, 5)

    def notice(self, ask: Ask, today: date) -> None:
        need(self.stage == "opened")
        self._notice(ask, today)

    def renotice(self, ask: Ask, today: date) -> None:
        need(self.stage in TOLD)
        need(ask.day >= self.told.day, (ask.day, ask.number) != (self.told.day, self.told.number))
        self._notice(ask, today)
        self.waiver = self.opinion = self.meeting = None
        self.hearing = self.hearing if self.pending else None

    def _came_in(self) -> None:
        """Review and deliberation knew nothing of what has come in since."""
        self.opinion = self.meeting = None
        heard = self.hearing is not None and self.hearing["over"] == "held"
        self.stage = "heard" if heard else "replied" if self.replied else "noticed"

    def reply(self, ask: Ask, today: date) -> None:
        need(self.stage in TOLD)
        need(self.told.sent <= ask.day <= today)
        self.replied = True
        self._came_in()

    def waive(self, ask: Ask, today: date) -> None:
        need(self.stage in TOLD)
        need(self.told.counts <= ask.day <= today)
        self.waiver = ask

    @property
    def pending(self) -> bool:
        """Whether a hearing was asked for and neither held nor taken back."""
        return self.hearing is not None and self.hearing["over"] is None

    def request_hearing(self, ask: Ask, today: date) -> None:
        need(self.stage in TOLD)
        need(self.told.sent <= ask.day <= min(today, self.until))
        need(self.hearing is None or self.hearing["over"] == "taken back")
        self.hearing = {"asked": ask.day, "call": None, "over": None}
        self._came_in()

    def withdraw_hearing(self, ask: Ask, today: date) -> None:
        need(self.stage in TOLD)
        need(self.pending)
        need(self.hearing["asked"] <= ask.day <= today)
        self.hearing = {**self.hearing, "over": "taken back"}

    def handled(self, who: str) -> bool:
        """Whether *who* made any move in it but to review, or to preside over, it."""
        return any(who == each and move not in ("review", "hear") for move, each in self.hands)

    def call_hearing(self, ask: Ask, today: date) -> None:
        need(self.stage in TOLD)
        need(self.pending)
        need(not self.handled(ask.presider), ask.presider != ask.who)
        need(self.hearing["asked"] <= ask.sent <= today, ask.day <= ask.sent)
        need(ask.held_on > self.days.after(ask.counts, 7))
        self.hearing = {**self.hearing, "call": ask}

    def hear(self, ask: Ask, today: date) -> None:
        need(self.stage in TOLD)
        need(self.pending)
        call = self.hearing["call"]
        need(call is not None)
        need(ask.who == call.presider, not self.handled(ask.who), call.held_on <= ask.day <= today)
        self.hearing = {**self.hearing, "over": "held", "minutes": ask.day}
        self.ever_heard = True
        self._came_in()

    def _had_its_time(self, ask: Ask, today: date) -> None:
        """On the day of the paper the party can no longer reply, nor ask for a hearing."""
        need(self.told.sent <= ask.day <= today, not self.pending)
        reply_over = self.waiver is not None or ask.day > self.until
        asked = self.hearing is not None or (self.waiver is not None and self.waiver.hearing_too)
        need(reply_over, asked or ask.day > self.until)
        before = [each.day for each in (self.waiver, self.opinion) if each is not None]
        if self.hearing is not None and self.hearing["over"] == "held":
            before.append(self.hearing["minutes"])
        need(all(ask.day >= day for day in before))

    def review(self, ask: Ask, today: date) -> None:
        need(self.stage in TOLD, self.stage != "reviewed")
        need(not self.handled(ask.who))
        self._had_its_time(ask, today)
        if ask.opinion == "return":
            self._came_in()
        self.opinion = ask
        self.stage = "reviewed" if ask.opinion == "approve" else self.stage

    def deliberate(self, ask: Ask, today: date) -> None:
        need(self.stage in TOLD, ask.present >= 2)
        self._had_its_time(ask, today)
        self.meeting = ask.day

    def decide(self, ask: Ask, today: date) -> None:
        need(self.stage == "reviewed", ask.who not in {who for _, who in self.hands})
        self._had_its_time(ask, today)
        need(not self.handled(self.opinion.who))
        complex_case = self.opening.complex_case or self.opinion.complex_case
        need(self.meeting is not None or not complex_case)
        need(self.meeting is None or self.meeting <= ask.day)
        need(ask.answered or not (self.replied or self.ever_heard))
        need(ask.measures <= self.told.measures)
        self.stage, self.decided = "decided", ask.day

    def serve(self, ask: Ask, today: date) -> None:
        need(self.stage == "decided")
        need(self.decided <= ask.sent <= today, ask.counts >= ask.sent)
        self.stage, self.enters = "served", ask.counts

    def conclude(self, ask: Ask, today: date) -> None:
        need(self.stage == "served")
        need(self.enters <= today, not self.listed)
        self.stage, self.listed = "concluded", True

    def drop(self, ask: Ask, today: date) -> None:
        need(self.stage in ("proposed", "opened", *TOLD))
        self.stage = "dropped"

    def next_step(self) -> str:
        """The next step on the way to a listing."""
        if self.stage in TOLD and self.stage != "reviewed":
            if self.pending:
                return "hear" if self.hearing["call"] else "call_hearing"
            return "review"
        if self.stage == "reviewed":
            owed = self.opening.complex_case or self.opinion.complex_case
            return "deliberate" if owed and self.meeting is None else "decide"
        then = {"proposed": "open", "opened": "notice", "decided": "serve", "served": "conclude"}
        return then.get(self.stage, "propose")
