"""Who is asking. What a caller may do is decided elsewhere; here stands only what is known of them."""

from dataclasses import dataclass
from typing import Literal

CallerKind = Literal["person", "machine", "party", "system", "anonymous"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A person, a partner's machine, an enterprise in its own case, the service, or a visitor.

    *purposes* are those the caller may state; *field*, *authority* and *region* bound an officer's
    remit, and None means that the remit has no such bound.
    """

    id: str
    kind: CallerKind
    name: str
    scopes: frozenset[str]
    roles: frozenset[str]
    purposes: frozenset[str] = frozenset()
    field: str | None = None
    authority: str | None = None
    region: str | None = None

    def has(self, scope: str) -> bool:
        """Whether the caller was granted *scope*."""
        return scope in self.scopes


SYSTEM = Caller(id="system", kind="system", name="creditsvc", scopes=frozenset(), roles=frozenset())
"""The service itself: what it does by the calendar, without anybody asking."""
