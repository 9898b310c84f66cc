"""Authorization codes (RFC 6749 section 4.1): given out to a person's program, exchanged once."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from creditsvc.access import credentials, store
from creditsvc.access.domain import Claims, User
from creditsvc.access.service import deny
from creditsvc.audit import service as trail
from creditsvc.db.work import Act

LIFE = timedelta(seconds=60)  # RFC 6749 section 4.1.2 recommends ten minutes at most
LONGEST_TOKEN = timedelta(hours=1)  # the most that settings allow


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """*user* let *client_id* act in their name within *scope*; the answer goes to *redirect_uri*.

    challenge: PKCE's code_challenge, always by S256 (RFC 7636).
    """

    user: User
    client_id: str
    redirect_uri: str
    scope: str
    challenge: str


def give(act: Act, code: str, consent: Consent) -> None:
    """Remember what was consented to; the code itself is not kept."""
    row = {
        "digest": credentials.digest(code),
        "client_id": consent.client_id,
        "user_id": consent.user.id,
        "redirect_uri": consent.redirect_uri,
        "scope": consent.scope,
        "code_challenge": consent.challenge,
        "expires_at": act.at + LIFE,
        "act_no": act.no,
    }
    store.add_code(act.session, row)
    trail.note(
        act, "user.signed-in", consent.user.id, client=consent.client_id, scope=consent.scope
    )


def find(session: Session, code: str, client_id: str) -> store.Code | None:
    """The code as given to *client_id*, used or not, run out or not."""
    found = store.code(session, credentials.digest(code))
    return found if found and found.client_id == client_id else None


def redeem(act: Act, code: store.Code, claims: Claims) -> bool:
    """Exchange *code* for the token of *claims*. False: it was used before.

    Whoever comes second may be a thief or the owner after a theft, so the token that the code was
    exchanged for is revoked (RFC 6749 section 4.1.2).
    """
    if store.use_code(act.session, code.digest, act.at, claims.jti):
        return True
    replayed(act, code)
    return False


def replayed(act: Act, code: store.Code) -> None:
    """A used code was presented again: revoke what it was exchanged for."""
    trail.note(act, "code.replayed", code.client_id)
    used = store.code(act.session, code.digest)
    if used and used.jti and used.used_at:
        deny(act, used.jti, client_id=used.client_id, expires_at=used.used_at + LONGEST_TOKEN)
