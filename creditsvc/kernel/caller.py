"""Who is asking. What a caller may do is decided elsewhere; here stands only what is known of them."""

from dataclasses import dataclass, replace
from typing import Literal, Self

from creditsvc.kernel.roles import scopes_of

CallerKind = Literal["person", "machine", "party", "system", "anonymous"]
_PEOPLE = ("user:", "operator:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """Roles of another person that somebody exercises for them today (委托、代行)."""

    principal: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A person, a partner's machine, an enterprise in its own case, the service, or a visitor.

    *purposes* are those the caller may state; *field*, *authority* and *region* bound an officer's
    remit, and None means that the remit has no such bound. *roles* are the caller's own, *mandates*
    those of others; *scopes* come from both. *on_behalf_of*: ids of those for whom this very act is
    done, because no role of the caller's own carries it.
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
    mandates: tuple[Mandate, ...] = ()
    on_behalf_of: tuple[str, ...] = ()

    def has(self, scope: str) -> bool:
        """Whether the caller was granted *scope*."""
        return scope in self.scopes

    def using(self, scope: str) -> Self:
        """The caller as it exercises *scope*: in its own right, or on behalf of whom."""
        if scope in scopes_of(self.roles):
            return self
        lent = sorted(one.principal for one in self.mandates if scope in scopes_of(one.roles))
        return replace(self, on_behalf_of=tuple(lent)) if lent else self


def account(actor: str) -> str:
    """One name for a person at the command line and behind a token; a machine's id stays whole."""
    for kind in _PEOPLE:
        if actor.startswith(kind):
            return actor.removeprefix(kind)
    return actor


SYSTEM = Caller(id="system", kind="system", name="creditsvc", scopes=frozenset(), roles=frozenset())
"""The service itself: what it does by the calendar, without anybody asking."""
