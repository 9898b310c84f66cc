"""How a case must be run: which periods, steps and kinds of service, and where. Pure.

The national files say it for the whole country; a local file may only be stricter, in its region.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from creditsvc.kernel.spans import Span
from creditsvc.law.domain import Texts
from creditsvc.law.places import Place

STEPS = ("opening", "notice", "hearing", "review", "deliberation", "decision", "service")
PENALTY = "penalty"  # steps and periods of a penalty, which a ban by decision is taken for
# From the laxest to the strictest; a step that nobody asks for is laxer still.
MUSTS = ("if_requested", "if_heard", "if_complex", "always")
CONTENTS = ("time", "reason", "basis", "measures", "rights")


@dataclass(frozen=True, slots=True, kw_only=True)
class Locality:
    """The local text that a line stands in, its rank, and the prefix of the regions it binds."""

    title: str
    rank: str
    region: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A statutory period of a proceeding: *amount* of *unit* (working_days, days, months, years).

    *region*: the place it binds (None: the whole country). *domain*: the events it is about, by the
    first word of their kind (None: all). *binds*: the authority, or the party, whose right ends with it. *least*: so much time must pass.
    *local*: the local text it stands in, if any.
    """

    key: str
    amount: int
    unit: str
    article: str
    text: Texts
    in_force: Span
    region: str | None
    domain: str | None
    provenance: str
    binds: str = "authority"
    least: bool = False
    local: Locality | None = None

    @property
    def longer_is_stricter(self) -> bool:
        """Whether more time protects the party, where otherwise less time binds the authority."""
        return self.least or self.binds == "party"

    def strictness(self) -> int:
        """The greater, the stricter; only of periods of one key."""
        return self.amount if self.longer_is_stricter else -self.amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a case towards a list. *must*: always, in a complex case, after a hearing, or if
    the party asks.

    *contents*: what the paper of the step must say. *local*: the local text it stands in, if any.
    """

    list: str
    name: str
    must: str
    contents: tuple[str, ...]
    article: str
    text: Texts
    in_force: Span
    provenance: str
    place: Place
    local: Locality | None = None

    def due(self, *, complex_case: bool, heard: bool = False) -> bool:
        """Whether the authority owes it without being asked; *heard*: a hearing was held."""
        return self.must == "always" or {"if_complex": complex_case, "if_heard": heard}.get(
            self.must, False
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A paper that proves a service. *before*: it is there beforehand, as a consent is."""

    id: str
    title: Texts
    before: bool


def appointed(step: Step) -> Period:
    """A day that was set for a step, as a period of no length: due on that day."""
    return Period(
        key=f"{step.list}.{step.name}",
        amount=0,
        unit="days",
        article=step.article,
        text=step.text,
        in_force=step.in_force,
        region=None,
        domain=None,
        provenance=step.provenance,
        local=step.local,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceKind:
    """A way in which a paper reaches the party.

    *needs*: all of these papers; *one_of*: one of these, if there are any. *after_days*: it counts as
    served so many calendar days later.
    """

    id: str
    title: Texts
    needs: tuple[Proof, ...]
    one_of: tuple[Proof, ...]
    after_days: int
    article: str
    in_force: Span
    provenance: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseBook:
    """Periods and steps, national and local, and kinds of service by id; older rulebooks have periods alone."""

    periods: tuple[Period, ...] = field(repr=False, default=())
    steps: tuple[Step, ...] = field(repr=False, default=())
    services: Mapping[str, ServiceKind] = field(repr=False, default_factory=dict)

    def period(self, key: str, region: str | None, on: date) -> Period | None:
        """The strictest period of that key that binds in *region* on *on*; None: none is set."""
        found = [
            each
            for each in self.periods
            if each.key == key and each.in_force.covers(on) and reaches(each.region, region)
        ]
        return max(found, key=Period.strictness, default=None)

    def step(self, list_id: str, name: str, region: str | None, on: date) -> Step | None:
        """The strictest line on that step that holds in *region* on *on*; None: nobody asks for it."""
        found = [
            each
            for each in self.steps
            if (each.list, each.name) == (list_id, name)
            and each.in_force.covers(on)
            and reaches(None if each.local is None else each.local.region, region)
        ]
        return max(found, key=lambda each: MUSTS.index(each.must), default=None)


def reaches(prefix: str | None, region: str | None) -> bool:
    """Whether a line of the place *prefix* binds in *region*; None: one of the whole country."""
    return prefix is None or (region or "").startswith(prefix)
