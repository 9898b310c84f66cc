"""The certificate that a client's connection was made with (RFC 8705), and whose word that is.

Either gunicorn itself ended the TLS connection, and the socket says; or a proxy did, and says so in
`Client-Cert` (RFC 9440), which counts only with `Client-Cert-Signature: t=SECONDS,v1=HEX`: HMAC-SHA256
under the key that proxy and service share, over time, method, target and header. Never both.
"""

import hmac
import re
import ssl
from base64 import b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from datetime import UTC
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from creditsvc.access.contracts import Certificate
from creditsvc.access.domain import ProofUnfit
from creditsvc.settings import BadSetting

HEADER, SIGNATURE = "HTTP_CLIENT_CERT", "HTTP_CLIENT_CERT_SIGNATURE"
FRESH = 60  # seconds that proxy and service may be apart
LONGEST = 16_384
LEAST_KEY = 32  # bytes
MOST = 5
OTHERS = 0o077
_CERT = re.compile(r":([A-Za-z0-9+/=]+):", re.ASCII)
_SIGNATURE = re.compile(r"t=([0-9]{10}),v1=([0-9a-f]{64})", re.ASCII)


class BadCertificate(ValueError):  # noqa: N818 - named for what it is, as refusals are
    """The certificate was forwarded by nobody we know, or cannot be read."""


def proxy_key(place: str | None) -> bytes | None:
    """The key shared with the proxy, from the private file at *place*; raises BadSetting."""
    if place is None:
        return None
    path = Path(place)
    try:
        mode, key = path.stat().st_mode, path.read_bytes().strip()
    except OSError as why:
        raise BadSetting(
            f"CREDITSVC_PROXY_KEY: 文件读不出 / the file cannot be read: {path}"
        ) from why
    if mode & OTHERS or len(key) < LEAST_KEY:
        raise BadSetting(
            f"CREDITSVC_PROXY_KEY: 要只有本用户可读、至少 {LEAST_KEY} 字节的文件 / "
            f"a file for its owner alone (chmod 600) with {LEAST_KEY} bytes at least"
        )
    return key


def presented(environ: Mapping[str, Any], key: bytes | None, now: float) -> bytes | None:
    """The client's certificate (DER); None: it showed none. Raises BadCertificate.

    With a *key* the proxy's signed word alone counts: the socket then shows the proxy's certificate.
    """
    said = environ.get(HEADER)
    if said is not None:
        return _forwarded(environ, str(said), key, now)
    socket = environ.get("gunicorn.socket")
    if key is None and isinstance(socket, ssl.SSLSocket):
        return socket.getpeercert(binary_form=True)
    return None


def thumbprint(der: bytes) -> str:
    """`x5t#S256` of a certificate (RFC 8705 section 3.1)."""
    return urlsafe_b64encode(sha256(der).digest()).rstrip(b"=").decode()


def signature(key: bytes, moment: int, method: str, target: str, header: str) -> str:
    """What a proxy writes into `Client-Cert-Signature`."""
    text = f"{moment}\n{method}\n{target}\n{header}"
    return f"t={moment},v1={hmac.digest(key, text.encode(), 'sha256').hex()}"


def registered(pems: list[str]) -> list[Certificate]:
    """What is kept of certificates (PEM) that a client registers; raises ProofUnfit."""
    if not 1 <= len(pems) <= MOST:
        raise ProofUnfit(
            f"要有 1 到 {MOST} 个证书", f"1 to {MOST} certificates are needed", field="certificates"
        )
    return [_read(place, pem) for place, pem in enumerate(pems)]


def _read(place: int, pem: str) -> Certificate:
    try:
        found = x509.load_pem_x509_certificate(pem.encode())
    except ValueError as why:
        raise ProofUnfit(
            f"第 {place + 1} 个证书读不出，要 PEM",
            f"certificate {place + 1} cannot be read: PEM is needed",
            field=f"certificates/{place}",
        ) from why
    return Certificate(
        thumbprint=thumbprint(found.public_bytes(Encoding.DER)),
        not_before=int(found.not_valid_before_utc.astimezone(UTC).timestamp()),
        not_after=int(found.not_valid_after_utc.astimezone(UTC).timestamp()),
    )


def _forwarded(environ: Mapping[str, Any], said: str, key: bytes | None, now: float) -> bytes:
    signed = _SIGNATURE.fullmatch(str(environ.get(SIGNATURE, "")))
    cert = _CERT.fullmatch(said) if len(said) <= LONGEST else None
    if key is None or signed is None or cert is None:
        raise BadCertificate("Client-Cert is not signed")
    moment = int(signed[1])
    target = str(environ.get("RAW_URI") or environ.get("REQUEST_URI") or "")
    wanted = signature(key, moment, str(environ["REQUEST_METHOD"]), target, said)
    if not hmac.compare_digest(wanted, signed[0]) or abs(now - moment) > FRESH:
        raise BadCertificate("Client-Cert is signed by somebody else, or long ago")
    try:
        return b64decode(cert[1], validate=True)
    except NotBase64 as why:
        raise BadCertificate("Client-Cert is not base64") from why
