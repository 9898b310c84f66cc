"""The values of this room. Pure: says what is granted, not how it is proved."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from creditsvc.access.contracts import NO_TERMS, AuthMethod, Confirmation, Terms
from creditsvc.kernel.caller import Caller, Mandate
from creditsvc.kernel.refusals import Conflict, Invalid, NotFound, NotPermitted, Unprocessable
from creditsvc.kernel.roles import scopes_of

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


class ProofUnfit(Unprocessable):
    """A key, certificate or secret that a client of this kind cannot prove itself by."""

    kind = "proof-unfit"


class PasswordWeak(Unprocessable):
    """The password is too short or names its owner."""

    kind = "password-weak"


class SourceTaken(Conflict):
    """The source belongs to another client, or others have reported under it."""

    kind = "source-taken"


class UserRetired(Conflict):
    """The person is suspended, or holds no such role, so that nothing can be lent or borrowed."""

    kind = "user-retired"


class DelegationUnfit(Unprocessable):
    """A delegation that cannot be: its days, its roles, its people."""

    kind = "delegation-unfit"


class DelegationUnknown(NotFound):
    """No delegation has that key, or it has ended."""

    kind = "delegation-unknown"


class RecusalUnfit(Unprocessable):
    """A recusal that names neither or both of case and enterprise, or no paper."""

    kind = "recusal-unfit"


class RecusalUnknown(NotFound):
    """No recusal has that key, or it was lifted."""

    kind = "recusal-unknown"


class OwnAffair(NotPermitted):
    """Nobody changes their own roles, lends to themselves, or lets in an account they made."""

    kind = "own-affair"


class OutsideRemit(NotPermitted):
    """The matter is another authority's, or lies beyond the caller's region."""

    kind = "outside-remit"


class Recused(NotPermitted):
    """The person is recused from the case or the enterprise (行政处罚法第四十三条)."""

    kind = "recused"


class ForeignSource(NotPermitted):
    """A machine reports, corrects and revokes only under sources of its own."""

    kind = "foreign-source"


class PurposeMissing(Invalid):
    """The request does not say what the answer is wanted for."""

    kind = "purpose-missing"


class PurposeNotAgreed(NotPermitted):
    """The purpose is none of those agreed with the partner."""

    kind = "purpose-not-agreed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A program that may ask for tokens. token_binding: what its tokens must be bound to."""

    client_id: str
    name: str
    kind: ClientKind
    scopes: frozenset[str]
    purposes: frozenset[str]
    field: str | None
    redirect_uris: tuple[str, ...]
    status: Status
    auth_method: AuthMethod = "client_secret"
    token_binding: str | None = None
    terms: Terms = NO_TERMS

    @property
    def public(self) -> bool:
        """Whether it cannot keep a secret, and has none."""
        return self.auth_method == "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person who acts in the register. None as authority or region: no such bound.

    mandates: roles of others that the person exercises on the day it was read for.
    """

    id: UUID
    username: str
    name: str
    roles: frozenset[str]
    authority: str | None
    region: str | None
    status: Status
    mandates: tuple[Mandate, ...] = ()

    @property
    def scopes(self) -> frozenset[str]:
        """What the roles allow, one's own and those exercised for others."""
        return scopes_of(self.roles.union(*(one.roles for one in self.mandates)))

    def caller(self, scopes: frozenset[str]) -> Caller:
        """The person as the actor of acts, within *scopes* as far as the roles carry them."""
        return Caller(
            id=f"user:{self.username}",
            kind="person",
            name=self.name,
            scopes=scopes & self.scopes,
            roles=self.roles,
            authority=self.authority,
            region=self.region,
            mandates=self.mandates,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """That one person exercises roles of another, both days included (委托、代行)."""

    id: UUID
    from_user: str
    to_user: str
    roles: frozenset[str]
    from_day: date
    to_day: date
    document_no: str
    recorded_by: str
    ended_on: date | None = None

    def in_force_on(self, day: date) -> bool:
        """Whether it gives rights on *day*; none any more on the day of its revocation."""
        return self.from_day <= day <= self.to_day and (
            self.ended_on is None or day < self.ended_on
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Recusal:
    """That a person keeps out of one case, or of everything about one enterprise (回避)."""

    id: UUID
    username: str
    enterprise_id: UUID | None
    case_id: UUID | None
    decided_by: str
    document_no: str
    reason: str
    recorded_by: str
    lifted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a genuine access token says (RFC 9068): who, through which client, until when.

    issued_at, expires_at: seconds since 1970 UTC. The token is void from expires_at on.
    confirmation: the key that it is bound to; None: whoever holds it may use it.
    """

    subject: str
    client_id: str
    scopes: frozenset[str]
    jti: str
    issued_at: int
    expires_at: int
    confirmation: Confirmation | None = None

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
