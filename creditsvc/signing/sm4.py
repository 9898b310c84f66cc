"""SM4-GCM (GB/T 32907; RFC 8998): the cipher of everything that is sealed at rest."""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

KEY_BYTES, NONCE_BYTES, TAG_BYTES = 16, 12, 16


def encrypt(key: bytes, nonce: bytes, bound: bytes, plain: bytes) -> bytes:
    """The ciphertext, then its tag of 16 bytes. A nonce is used once under a key."""
    work = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    work.authenticate_additional_data(bound)
    return work.update(plain) + work.finalize() + work.tag


def decrypt(key: bytes, nonce: bytes, bound: bytes, sealed: bytes) -> bytes:
    """The plaintext; raises InvalidTag if key, nonce, *bound* data or a bit of it is another."""
    if len(nonce) != NONCE_BYTES or len(sealed) < TAG_BYTES:
        raise InvalidTag
    tag = sealed[-TAG_BYTES:]
    work = Cipher(algorithms.SM4(key), modes.GCM(nonce, tag)).decryptor()
    work.authenticate_additional_data(bound)
    return work.update(sealed[:-TAG_BYTES]) + work.finalize()
