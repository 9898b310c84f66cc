"""Public keys of clients: which are accepted, and what is kept of them. No database, no time."""

from collections.abc import Mapping
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

from creditsvc.access.domain import ProofUnfit
from creditsvc.web.guard import PROOF_ALGORITHMS

ALGORITHMS = PROOF_ALGORITHMS
MOST_KEYS = 5
LONGEST_KID = 128
LONGEST = 1400  # characters of a member: RSA of 8192 bits
LEAST_RSA_BITS = 2048
KINDS: Mapping[str, type[ECKey | RSAKey | OKPKey]] = {"EC": ECKey, "RSA": RSAKey, "OKP": OKPKey}
CURVES = {"EC": "P-256", "OKP": "Ed25519"}
KEPT = ("kty", "crv", "x", "y", "n", "e", "kid")
PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
Key = ECKey | RSAKey | OKPKey


class _Registry(JWSRegistry):
    """joserfc's own, with room for an RSA key in the header of a proof."""

    max_header_length = 2048


REGISTRY = _Registry(algorithms=ALGORITHMS)


class BadKey(ValueError):  # noqa: N818 - named for what it is, as refusals are
    """Not a public key that we accept; the message says why, in both languages."""


def public_key(said: object) -> Key:
    """The public key that a JWK describes, under its own `kid` or its thumbprint; raises BadKey."""
    if not isinstance(said, dict):
        raise BadKey("不是 JWK 对象 / not a JWK object")
    if PRIVATE & set(said):
        raise BadKey(
            "含有私钥，须视为已泄露并更换 / it holds a private key, which must be replaced: it is out"
        )
    kind = KINDS.get(str(said.get("kty")))
    if kind is None or said.get("crv") != CURVES.get(str(said.get("kty"))):
        raise BadKey("要 EC P-256、OKP Ed25519 或 RSA / EC P-256, OKP Ed25519 or RSA are accepted")
    if kind is RSAKey and not _long_enough(said.get("n")):
        raise BadKey(f"RSA 至少 {LEAST_RSA_BITS} 位 / RSA needs {LEAST_RSA_BITS} bits at least")
    members = {name: said[name] for name in KEPT if name in said}
    if not all(isinstance(value, str) and len(value) <= LONGEST for value in members.values()):
        raise BadKey("成员应为文本，且不过长 / the members are texts, and not too long")
    if len(members.get("kid", "")) > LONGEST_KID or not members.get("kid", "").isprintable():
        raise BadKey("kid 过长或含控制符 / the kid is too long or unprintable")
    try:
        return kind.import_key(members)
    except (JoseError, ValueError) as why:
        raise BadKey("密钥读不出 / the key cannot be read") from why


def public_jwks(said: object) -> dict[str, Any]:
    """What is kept of a JWK set that a client registers; raises ProofUnfit, which names the key."""
    given = said.get("keys") if isinstance(said, dict) else None
    if not isinstance(given, list) or not 1 <= len(given) <= MOST_KEYS:
        raise ProofUnfit(
            f'要有 1 到 {MOST_KEYS} 个公钥的 JWKS：{{"keys": […]}}',
            f'a JWK set of 1 to {MOST_KEYS} public keys is needed: {{"keys": […]}}',
            field="jwks",
        )
    kept: dict[str, dict[str, Any]] = {}
    for place, one in enumerate(given):
        try:
            key = public_key(one)
        except BadKey as why:
            zh, _, en = str(why).partition(" / ")
            raise ProofUnfit(
                f"第 {place + 1} 个密钥：{zh}", f"key {place + 1}: {en}", field=f"jwks/keys/{place}"
            ) from why
        members = key.as_dict(private=False)
        kept[str(members.get("kid") or key.thumbprint())] = members
    if len(kept) != len(given):
        raise ProofUnfit("两个密钥同名或相同", "two keys are the same or share a kid", field="jwks")
    return {"keys": [{**members, "kid": kid} for kid, members in kept.items()]}


def key_set(kept: Mapping[str, Any]) -> KeySet:
    """The keys that were kept, to verify with."""
    return KeySet([public_key(one) for one in kept["keys"]])


def _long_enough(modulus: object) -> bool:
    return isinstance(modulus, str) and len(modulus) * 6 >= LEAST_RSA_BITS
