"""The seal on reports: a PAdES signature (ETSI EN 319 142-1) with the service's own certificate.

Key and certificate are two files in the key directory, apart from the keys of tokens and receipts:
one key serves one purpose. The seal is added to the bytes of the report, which stay as they are.
"""

import os
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from creditsvc.kernel.refusals import Unavailable

KEY = "report-key.pem"
CERTIFICATE = "report-certificate.pem"  # the service's own first, then the chain above it
OTHERS = 0o077
FIELD = "Seal"


class NoCertificate(Unavailable):
    """There is no certificate to seal reports with, or it is not valid now."""

    kind = "no-certificate"


class CertificateThere(ValueError):  # noqa: N818 - named for what it is, as refusals are
    """A certificate is there already and is not replaced."""


class Seal:
    """The key and the certificates in *directory*, as they are at *now*. Raises NoCertificate."""

    def __init__(self, directory: Path, now: datetime) -> None:
        self._now = now
        self._key = _key(directory)
        self._chain = _chain(directory)
        own = self._chain[0]
        if not own.not_valid_before_utc <= now <= own.not_valid_after_utc:
            raise _none("报告证书不在有效期内", "the certificate for reports is not valid now")

    def on(self, content: bytes, reason: str) -> bytes:
        """*content*, a PDF, with the seal added at its end."""
        from pyhanko.pdf_utils.incremental_writer import (  # noqa: PLC0415 - slow to import
            IncrementalPdfFileWriter,
        )
        from pyhanko.sign import fields, signers  # noqa: PLC0415 - as above

        now = self._now

        class Dated(signers.PdfSigner):  # the library reads the machine's clock; ours is given
            def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
                session = super().init_signing_session(*args, **kwargs)
                session.system_time = now
                return session

        meta = signers.PdfSignatureMetadata(
            field_name=FIELD,
            subfilter=fields.SigSeedSubFilter.PADES,
            md_algorithm="sha256",
            reason=reason,
        )
        sealed = BytesIO()
        Dated(meta, signer=self._signer()).sign_pdf(
            IncrementalPdfFileWriter(BytesIO(content)), output=sealed
        )
        return sealed.getvalue()

    def _signer(self) -> Any:
        from pyhanko import keys  # noqa: PLC0415 - as above
        from pyhanko.sign import signers  # noqa: PLC0415 - as above
        from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: PLC0415 - as above

        pem = serialization.Encoding.PEM
        chain = [
            each
            for one in self._chain
            for each in keys.load_certs_from_pemder_data(one.public_bytes(pem))
        ]
        plain = self._key.private_bytes(
            pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return signers.SimpleSigner(
            signing_cert=chain[0],
            signing_key=keys.load_private_key_from_pemder_data(plain, passphrase=None),
            cert_registry=SimpleCertificateStore.from_certs(chain),  # type: ignore[no-untyped-call] # not annotated there
        )


def certify(directory: Path, name: str, now: datetime, days: int) -> x509.Certificate:
    """Make a key and a certificate that it signs itself, for *name*; raises CertificateThere."""
    place = directory / CERTIFICATE
    if place.exists():
        raise CertificateThere(f"已有证书 / there is a certificate: {place}")
    key = _key(directory) if (directory / KEY).exists() else _new_key(directory)
    subject = _named(name)
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    place.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return made


def request(directory: Path, name: str) -> bytes:
    """A request (PKCS #10, PEM) for a certificate of an authority over the key for reports."""
    key = _key(directory) if (directory / KEY).exists() else _new_key(directory)
    made = x509.CertificateSigningRequestBuilder().subject_name(_named(name))
    return made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 over the certificate, as readers of PDF show it."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _new_key(directory: Path) -> ec.EllipticCurvePrivateKey:
    key = ec.generate_private_key(ec.SECP256R1())
    text = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    handle = os.open(directory / KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(text)
    return key


def _key(directory: Path) -> Any:
    place = directory / KEY
    try:
        if place.stat().st_mode & OTHERS:
            raise _none(
                f"密钥文件权限过宽，请 chmod 600：{KEY}", f"the key is open to others: {KEY}"
            )
        return serialization.load_pem_private_key(place.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as why:
        raise _none(
            "没有报告密钥，或者读不出", "there is no key for reports, or none to read"
        ) from why


def _chain(directory: Path) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates((directory / CERTIFICATE).read_bytes())
    except (OSError, ValueError) as why:
        raise _none(
            "没有报告证书，或者读不出", "there is no certificate for reports, or none to read"
        ) from why


def _none(zh: str, en: str) -> NoCertificate:
    return NoCertificate(
        f"{zh}；请运行 creditsvc receipt certificate，或放入机构颁发的证书",
        f"{en}; run creditsvc receipt certificate, or put in one of an authority",
    )
