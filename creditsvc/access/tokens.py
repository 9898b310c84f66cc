"""Access tokens (RFC 9068): issued and verified by signature and time, with a bounded cache.

Revocation and standing are not looked at here: they are checked after the cache, in the database.
"""

import re
from hashlib import sha256
from secrets import token_urlsafe
from threading import Lock
from typing import Any

from creditsvc.access.contracts import Confirmation, confirmed_by
from creditsvc.access.domain import CLIENT_ID, Claims, scope_text, words
from creditsvc.kernel.clock import Clock
from creditsvc.signing.service import Keys, Stamp

TYPE = "at+jwt"
LONGEST = 4096  # characters; ours have about 600
CACHED = 20_000
LEEWAY = 30  # seconds that another machine's clock may run ahead when it issues
JTI = re.compile(r"[A-Za-z0-9_-]{16,64}", re.ASCII)
SUBJECT = re.compile(r"(client|user):[A-Za-z0-9._-]{1,64}", re.ASCII)


class BadToken(ValueError):  # noqa: N818 - named for what it is, as refusals are
    """The text is not an access token of ours that is valid now."""


class Tokens:
    """Issues and verifies the tokens of one issuer, which is its own audience."""

    def __init__(self, *, keys: Keys, issuer: str, clock: Clock, life: int) -> None:
        self._keys = keys
        self._issuer = issuer
        self._clock = clock
        self._life = life
        self._verified: dict[bytes, Claims] = {}
        self._generation: Stamp = keys.generation
        self._lock = Lock()

    @property
    def life(self) -> int:
        """Seconds that a token is valid."""
        return self._life

    def issue(
        self,
        subject: str,
        client_id: str,
        scopes: frozenset[str],
        confirmation: Confirmation | None = None,
    ) -> str:
        """A signed token for *subject* through *client_id*, valid from now on for its life.

        confirmation: the key it is bound to; None: to none.
        """
        now = int(self._clock.now().timestamp())
        claims: dict[str, Any] = {
            "iss": self._issuer,
            "aud": self._issuer,
            "sub": subject,
            "client_id": client_id,
            "scope": scope_text(scopes),
            "jti": token_urlsafe(16),
            "iat": now,
            "exp": now + self._life,
        }
        if confirmation is not None:
            claims["cnf"] = confirmation.claim
        return self._keys.sign_jws(claims, TYPE)

    def verified(self, text: str) -> Claims:
        """What a genuine, unexpired token says; raises BadToken. No database."""
        key = sha256(text.encode("utf-8", "surrogatepass")).digest()
        generation = self._keys.generation
        held = self._verified.get(key) if generation == self._generation else None
        found = held or self._read(text)
        if self._clock.now().timestamp() >= found.expires_at:
            raise BadToken("令牌已过期 / the token has expired")
        if held is None:
            self._keep(key, found, generation)
        return found

    def _keep(self, key: bytes, claims: Claims, generation: Stamp) -> None:
        with self._lock:
            if generation != self._generation:  # a key came or went: verify everything anew
                self._verified = {}
                self._generation = generation
            while len(self._verified) >= CACHED:  # the oldest, which expires first
                del self._verified[next(iter(self._verified))]
            self._verified[key] = claims

    def _read(self, text: str) -> Claims:
        if len(text) > LONGEST:
            raise BadToken("令牌过长 / the token is too long")
        try:
            said = self._keys.verify_jws(text, TYPE)
        except ValueError as why:
            raise BadToken("令牌无效 / the token is not valid") from why
        if said.get("iss") != self._issuer or said.get("aud") != self._issuer:
            raise BadToken("令牌不是为本服务签发 / the token was not issued for this service")
        claims = _claims(said)
        # Whoever holds a key that leaked dates back what it signs, and gives it years: not more than ours.
        if claims.expires_at - claims.issued_at > self._life:
            raise BadToken("令牌有效期过长 / the token lives longer than those of this service")
        if claims.issued_at > self._clock.now().timestamp() + LEEWAY:
            raise BadToken("令牌尚未生效 / the token was issued in the future")
        return claims


def _claims(said: dict[str, object]) -> Claims:
    texts = [said.get(name) for name in ("sub", "client_id", "scope", "jti")]
    times = [said.get(name) for name in ("iat", "exp")]
    if not all(isinstance(text, str) for text in texts) or not all(type(t) is int for t in times):
        raise BadToken("令牌缺少内容 / the token lacks claims")
    subject, client_id, scope, jti = map(str, texts)
    forms = ((SUBJECT, subject), (CLIENT_ID, client_id), (JTI, jti))
    speaks_for_itself = subject == f"client:{client_id}" or subject.startswith("user:")
    if not speaks_for_itself or not all(form.fullmatch(text) for form, text in forms):
        raise BadToken("令牌内容不合规格 / the token's claims are malformed")
    return Claims(
        subject=subject,
        client_id=client_id,
        scopes=words(scope),
        jti=jti,
        issued_at=int(str(times[0])),
        expires_at=int(str(times[1])),
        confirmation=_confirmation(said.get("cnf")),
    )


def _confirmation(said: object) -> Confirmation | None:
    try:
        return confirmed_by(said)
    except ValueError as why:
        raise BadToken("令牌的绑定不合规格 / the token's confirmation is malformed") from why
