"""What a partner's contract says beside scopes and purposes, and how a client proves itself. Pure."""

from dataclasses import dataclass
from typing import Literal

AuthMethod = Literal["client_secret", "private_key_jwt", "self_signed_tls_client_auth", "none"]
Disclosure = Literal["name", "class"]
BindingKind = Literal["dpop", "mtls"]
Demand = Literal["dpop", "mtls", "any"]
MEMBERS: dict[BindingKind, str] = {"dpop": "jkt", "mtls": "x5t#S256"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """The key that a token is bound to (RFC 7800): of DPoP (RFC 9449) or a certificate's (RFC 8705).

    thumbprint: of the key (RFC 7638) or of the whole certificate, SHA-256 in base64url.
    """

    kind: BindingKind
    thumbprint: str

    @property
    def claim(self) -> dict[str, str]:
        """The token's `cnf`."""
        return {MEMBERS[self.kind]: self.thumbprint}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms of a partner's contract.

    quota: look-ups within quota_seconds; None: no limit. retention_days: how long it may keep
    answers; None: the contract says nothing. contact: the office to call, never told to machines.
    required_sources: sources without whose data, complete to within so many days, the partner wants
    no "not listed"; ordered by name.
    disclosure: whether an enterprise is told the partner's name or only its class, and by which
    clause (disclosure_basis) the latter.
    """

    quota: int | None = None
    quota_seconds: int | None = None
    retention_days: int | None = None
    contact: str | None = None
    disclosure: Disclosure = "name"
    disclosure_basis: str | None = None
    required_sources: tuple[tuple[str, int], ...] = ()


NO_TERMS = Terms()


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate that a client registered: its thumbprint, and the seconds between which it is good."""

    thumbprint: str
    not_before: int
    not_after: int


def satisfies(demand: str | None, held: Confirmation | None) -> bool:
    """Whether a token bound as *held* is what a contract with that *demand* asks for."""
    return demand is None or (held is not None and demand in {"any", held.kind})


def confirmed_by(said: object) -> Confirmation | None:
    """The confirmation in a token's `cnf`; None: it is bound to nothing. ValueError if malformed."""
    if said is None:
        return None
    if not isinstance(said, dict) or len(said) != 1:
        raise ValueError("cnf")
    for kind, member in MEMBERS.items():
        thumbprint = said.get(member)
        if isinstance(thumbprint, str):
            return Confirmation(kind=kind, thumbprint=thumbprint)
    raise ValueError("cnf")
