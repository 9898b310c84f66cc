"""Checking receipts offline with the service's public keys, strictly: ES256 and nothing else."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from creditsvc_client.values import Answer, StrangeAnswerError

ALGORITHM = "ES256"
TYPE = "credit-receipt+jwt"
HEADER = {"alg": ALGORITHM, "typ": TYPE}


class BadReceipt(ValueError):  # noqa: N818 - named for what it is
    """The receipt proves nothing; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A receipt whose signature is good: what it says held at `answer.as_of`, to whom, and why asked."""

    number: str
    issuer: str
    audience: str
    purpose: str
    statement: Mapping[str, str]
    answer: Answer


def check_receipt(
    text: str, jwks: Mapping[str, Any], *, issuer: str | None = None, audience: str | None = None
) -> Receipt:
    """The receipt in a compact JWS. *jwks*: public keys that you saved yourself and trust; never those
    that came along with the receipt. Raises BadReceipt.
    """
    claims = _claims("".join(text.split()), jwks)
    try:
        found = Receipt(
            number=claims["jti"],
            issuer=claims["iss"],
            audience=claims["aud"],
            purpose=claims["purpose"],
            statement=claims["statement"],
            answer=Answer.of(claims["answer"]),
        )
        told = (claims["sub"], claims["status"], claims["as_of"], claims["data_version"])
    except (KeyError, TypeError, StrangeAnswerError) as why:
        raise BadReceipt(f"the receipt is incomplete: {why}") from why
    inside = found.answer
    if told != (inside.uscc, inside.status, inside.as_of, inside.data_version):
        raise BadReceipt("the receipt contradicts itself")
    if issuer is not None and found.issuer != issuer:
        raise BadReceipt(f"issued by {found.issuer}, not by {issuer}")
    if audience is not None and found.audience != audience:
        raise BadReceipt(f"given to {found.audience}, not to {audience}")
    return found


def _claims(text: str, jwks: Mapping[str, Any]) -> dict[str, Any]:
    parts = text.split(".")
    if len(parts) != 3:
        raise BadReceipt("not a compact JWS")
    header = _object(parts[0])
    kid = header.pop("kid", None)
    if header != HEADER or not isinstance(kid, str):
        raise BadReceipt("the header is not that of a receipt")
    key = next((one for one in jwks.get("keys", ()) if one.get("kid") == kid), None)
    if key is None:
        raise BadReceipt("the key is not among those trusted")
    try:
        jws.deserialize_compact(text, ECKey.import_key(key), algorithms=[ALGORITHM])
    except (JoseError, ValueError, TypeError) as why:
        raise BadReceipt("the signature is not good") from why
    claims = _object(parts[1])
    until, issued = key.get("exp"), claims.get("iat")
    if until is not None and not (isinstance(issued, int) and issued < until):
        raise BadReceipt("the key was retired before this was signed")
    return claims


def _object(part: str) -> dict[str, Any]:
    """The JSON object in a part, whose base64url must be written in its one canonical way."""
    try:
        raw = urlsafe_b64decode(part + "=" * (-len(part) % 4))
        found = json.loads(raw)
    except (ValueError, RecursionError) as why:
        raise BadReceipt("not base64url of JSON") from why
    if urlsafe_b64encode(raw).rstrip(b"=").decode() != part or not isinstance(found, dict):
        raise BadReceipt("not canonical base64url of a JSON object")
    return found
