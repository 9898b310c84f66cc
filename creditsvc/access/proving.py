"""What a partner proves itself by, as it is registered."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from creditsvc.access import certificates, keysets
from creditsvc.access.contracts import AuthMethod
from creditsvc.access.domain import ProofUnfit


@dataclass(frozen=True, slots=True, kw_only=True)
class Proving:
    """What a partner is to prove itself by: public keys, or certificates, or (neither) a secret."""

    jwks: Mapping[str, Any] | None = None
    certificates: tuple[str, ...] = ()

    @property
    def method(self) -> AuthMethod:
        """RFC 7591's name of it; a secret may come by Basic or in the body. Raises ProofUnfit."""
        if self.jwks is not None and self.certificates:
            raise ProofUnfit(
                "公钥和证书只能登记一种",
                "register either keys or certificates, not both",
                field="jwks",
            )
        if self.jwks is not None:
            return "private_key_jwt"
        return "self_signed_tls_client_auth" if self.certificates else "client_secret"


BY_SECRET = Proving()


def kept_of(proving: Proving) -> dict[str, Any]:
    """The columns of what a client proves itself by, a secret apart."""
    jwks = None if proving.jwks is None else keysets.public_jwks(proving.jwks)
    shown = list(proving.certificates)
    kept = [asdict(one) for one in certificates.registered(shown)] if shown else None
    return {"jwks": jwks, "certificates": kept}


def named(kept: Mapping[str, Any]) -> list[str]:
    """Key ids, or thumbprints of certificates, in those columns."""
    keys = (kept["jwks"] or {"keys": []})["keys"]
    return [one["kid"] for one in keys] + [one["thumbprint"] for one in kept["certificates"] or ()]
