"""What a partner's machine does to prove itself: assertions, proofs of possession, certificates."""

import json
from base64 import b64encode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from itertools import count

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from joserfc import jws
from joserfc.jwk import ECKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

from creditsvc.access.certificates import signature

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
MAKE = {
    "ES256": lambda: ECKey.generate_key("P-256"),
    "Ed25519": lambda: OKPKey.generate_key("Ed25519"),
    "PS256": lambda: RSAKey.generate_key(2048),
}
numbers = count(1000)


class Wide(JWSRegistry):
    max_header_length = 4096


def a_key(algorithm="ES256"):
    return MAKE[algorithm]()


def public(key):
    return {"keys": [key.as_dict(private=False)]}


def signed(header, said, key):
    registry = Wide(algorithms=[header["alg"]])
    return jws.serialize_compact(header, json.dumps(said).encode(), key, registry=registry)


def unsigned(said, typ="JWT"):
    """A token of alg none, as no library makes it."""
    parts = [json.dumps({"alg": "none", "typ": typ}), json.dumps(said)]
    return ".".join(urlsafe_b64encode(one.encode()).rstrip(b"=").decode() for one in parts) + "."


def claims_of_assertion(house, client_id, **changes):
    now = int(house.clock.now().timestamp())
    said = {
        "iss": client_id,
        "sub": client_id,
        "aud": house.runtime.settings.base_url,
        "iat": now,
        "exp": now + 60,
        "jti": f"assertion-{next(numbers)}",
    } | changes
    return {name: value for name, value in said.items() if value is not None}


def assertion(house, client_id, key, algorithm="ES256", header=None, **changes):
    said = claims_of_assertion(house, client_id, **changes)
    return signed({"alg": algorithm, **(header or {})}, said, key)


def by_assertion(text):
    return {"client_assertion_type": ASSERTION_TYPE, "client_assertion": text}


def proof(house, key, method, path, *, token=None, algorithm="ES256", header=None, **changes):
    """A DPoP proof for a request of that method and path; None leaves a claim out."""
    said = {
        "htm": method,
        "htu": house.runtime.settings.base_url + path,
        "iat": int(house.clock.now().timestamp()),
        "jti": f"proof-{next(numbers)}",
    }
    if token is not None:
        said["ath"] = urlsafe_b64encode(sha256(token.encode()).digest()).rstrip(b"=").decode()
    said = {name: value for name, value in (said | changes).items() if value is not None}
    shown = {"typ": "dpop+jwt", "alg": algorithm, "jwk": key.as_dict(private=False)}
    return signed(shown | (header or {}), said, key)


@dataclass
class Certificate:
    """A self-signed certificate: PEM, DER, private key as PEM."""

    pem: str
    der: bytes
    key: str

    @property
    def header(self):
        return f":{b64encode(self.der).decode()}:"


def a_certificate(now, name="bank.example", days=(-1, 30)):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(next(numbers))
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    encoding, private = serialization.Encoding, serialization.PrivateFormat.PKCS8
    return Certificate(
        pem=made.public_bytes(encoding.PEM).decode(),
        der=made.public_bytes(encoding.DER),
        key=key.private_bytes(encoding.PEM, private, serialization.NoEncryption()).decode(),
    )


def forwarded(certificate, key, now, method, path):
    """The headers by which a proxy says which certificate it saw."""
    said = certificate.header
    return {
        "Client-Cert": said,
        "Client-Cert-Signature": signature(key, int(now.timestamp()), method, path, said),
    }
