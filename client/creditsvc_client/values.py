"""What the service answers, as values. `body` is always the whole answer, as it came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self, cast

Status = Literal["listed", "not_listed", "cannot_say"]
STATUSES: tuple[Status, ...] = ("listed", "not_listed", "cannot_say")


class StrangeAnswerError(ValueError):
    """The answer is not what this client knows. It is never read as `not_listed`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is said of one enterprise. revalidated: the service said that the one in hand still
    holds (304); its `as_of` is then that of the first time.
    """

    uscc: str
    name: str | None
    registered: bool
    status: Status
    tier: str | None
    as_of: str
    data_version: int
    next_change_at: str | None
    body: Mapping[str, Any]
    revalidated: bool = False

    @classmethod
    def of(cls, body: object, *, revalidated: bool = False) -> Self:
        """The answer in a JSON object. Raises StrangeAnswerError."""
        if not isinstance(body, dict) or body.get("status") not in STATUSES:
            raise StrangeAnswerError("no answer of the kind that this client knows")
        withheld = body.get("withheld", ())
        try:
            return cls(
                uscc=body["uscc"], name=body["name"], registered=body["registered"],
                status=cast("Status", body["status"]), tier=None if "tier" in withheld else body["tier"], as_of=body["as_of"],
                data_version=body["data_version"], next_change_at=body["next_change_at"],
                body=body, revalidated=revalidated,
            )  # fmt: skip
        except KeyError as why:
            raise StrangeAnswerError(f"the answer lacks {why}") from why

    @property
    def listings(self) -> Sequence[Mapping[str, Any]]:
        """The entries in force, adverse and favourable; see `polarity` of each."""
        return cast("Sequence[Mapping[str, Any]]", self.body["listings"])

    @property
    def withheld(self) -> Sequence[str]:
        """The parts that the purpose may not see: what is not told of them is not "nothing"."""
        return cast("Sequence[str]", self.body.get("withheld", ()))

    @property
    def measures(self) -> Sequence[Mapping[str, Any]]:
        """The measures that bind the asker's own field; KeyError where they are withheld."""
        return cast("Sequence[Mapping[str, Any]]", self.body["measures"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """One identifier of a batch that was refused on its own; *problem*: RFC 9457 members."""

    identifier: str
    problem: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchAnswer:
    """The results of a batch in the order of its identifiers."""

    as_of: str
    data_version: int
    results: Sequence[Answer | Refused]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One line of the feed. seq: its number, by which a line that comes twice is known."""

    seq: int
    uscc: str | None
    reason: str
    effective_at: str
    recorded_at: str
    body: Mapping[str, Any]

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> Self:
        """The change in a JSON object."""
        names = ("seq", "uscc", "reason", "effective_at", "recorded_at")
        return cls(**{name: body[name] for name in names}, body=body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A sealed report, and the number by which anyone checks it."""

    number: str
    pdf: bytes
