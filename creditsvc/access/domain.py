"""Scopes, roles and the values of this room. Pure: says what is granted, not how it is proved."""

import re
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from creditsvc.kernel.refusals import Conflict, Invalid, NotFound, NotPermitted, Unprocessable

PARTNER_SCOPES = frozenset(
    {
        "assessments.read",
        "changes.read",
        "credit.batch",
        "credit.read",
        "credit.screen",
        "enterprises.read",
        "events.read",
        "events.write",
        "measures.feedback",
    }
)
_READS = frozenset({"assessments.read", "enterprises.read", "events.read"})
_CASES = _READS | {"listings.read", "proceedings.read"}
ROLES: dict[str, frozenset[str]] = {
    "clerk": _READS | {"events.write"},
    "handler": _CASES | {"persons.reveal", "proceedings.handle"},
    "approver": _CASES | {"persons.reveal", "proceedings.decide"},
    "legal_reviewer": _CASES | {"proceedings.review"},
    "credit_officer": _CASES
    | {
        "changes.read",
        "law.adopt",
        "listings.confirm",
        "listings.import",
        "partners.manage",
        "partners.read",
        "publishing.release",
    },
    "auditor": _CASES | {"audit.read", "changes.read"},
}
PERSON_SCOPES = frozenset().union(*ROLES.values())
ALL_SCOPES = PARTNER_SCOPES | PERSON_SCOPES
LEAST_PASSWORD = 12
CLIENT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", re.ASCII)
USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,63}", re.ASCII)
CODE = re.compile(r"[a-z0-9][a-z0-9._:-]{0,63}", re.ASCII)

ClientKind = Literal["partner", "console"]
Status = Literal["active", "suspended", "revoked"]


class PartnerUnknown(NotFound):
    """No client has this id."""

    kind = "partner-unknown"


class UserUnknown(NotFound):
    """No person has this user name."""

    kind = "user-unknown"


class UsernameTaken(Conflict):
    """The user name belongs to somebody."""

    kind = "username-taken"


class ClientIdTaken(Conflict):
    """The client id belongs to somebody, perhaps somebody revoked."""

    kind = "client-id-taken"


class PartnerRevoked(Conflict):
    """A revoked partner is never taken up again under its old id."""

    kind = "partner-revoked"


class PartnerUnfit(Conflict):
    """The client is of another kind than the act asks for."""

    kind = "partner-unfit"


class GrantInvalid(Unprocessable):
    """A scope, role, purpose, user name or address that cannot be granted as written."""

    kind = "grant-invalid"


class PasswordWeak(Unprocessable):
    """The password is too short or names its owner."""

    kind = "password-weak"


class PurposeMissing(Invalid):
    """The request does not say what the answer is wanted for."""

    kind = "purpose-missing"


class PurposeNotAgreed(NotPermitted):
    """The purpose is none of those agreed with the partner."""

    kind = "purpose-not-agreed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A program that may ask for tokens. `public`: it cannot keep a secret and has none."""

    client_id: str
    name: str
    kind: ClientKind
    public: bool
    scopes: frozenset[str]
    purposes: frozenset[str]
    field: str | None
    redirect_uris: tuple[str, ...]
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person who acts in the register. None as authority or region: no such bound."""

    id: UUID
    username: str
    name: str
    roles: frozenset[str]
    authority: str | None
    region: str | None
    status: Status

    @property
    def scopes(self) -> frozenset[str]:
        """What the roles allow."""
        return scopes_of(self.roles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a genuine access token says (RFC 9068): who, through which client, until when.

    issued_at, expires_at: seconds since 1970 UTC. The token is void from expires_at on.
    """

    subject: str
    client_id: str
    scopes: frozenset[str]
    jti: str
    issued_at: int
    expires_at: int

    @property
    def username(self) -> str | None:
        """The person's user name; None where a machine speaks for itself."""
        return self.subject.removeprefix("user:") if self.subject.startswith("user:") else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How client, person and token stand in the database now. user is None for a machine."""

    client: Client
    user: User | None
    token_revoked: bool


def scopes_of(roles: frozenset[str]) -> frozenset[str]:
    """All scopes that *roles* give; an unknown role gives none."""
    return frozenset().union(*(ROLES.get(role, frozenset()) for role in roles))


def words(scope: str) -> frozenset[str]:
    """The scopes in an OAuth scope text (RFC 6749 section 3.3)."""
    return frozenset(scope.split(" ")) - {""}


def scope_text(scopes: frozenset[str]) -> str:
    """Scopes as OAuth writes them, in a fixed order."""
    return " ".join(sorted(scopes))


def granted(asked: str | None, allowed: frozenset[str]) -> frozenset[str] | None:
    """What is granted of *allowed* when *asked* (nothing asked: all of it).

    None: something beyond was asked for, or nothing is left. Never narrowed silently.
    """
    wanted = words(asked) if asked else allowed
    return wanted if wanted and wanted <= allowed else None


def wait_after(failures: int) -> int:
    """Seconds to wait after so many failed sign-ins in a row: none, then 1, 2, 4 … up to 900."""
    free, longest = 4, 900
    return min(2 ** (min(failures, 32) - free - 1), longest) if failures > free else 0
