"""The Merkle tree of RFC 6962 section 2.1, kept as its frontier so that growing it costs log n."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

EMPTY_ROOT = sha256(b"").hexdigest()


def leaf_hash(entry: bytes) -> bytes:
    """Hash of a leaf: SHA-256 over 0x00 and the entry."""
    return sha256(b"\x00" + entry).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def grow(frontier: Sequence[bytes], size: int, leaves: Iterable[bytes]) -> tuple[list[bytes], int]:
    """The frontier (roots of the full subtrees, largest first) after *leaves* are appended."""
    stack = list(frontier)
    for leaf in leaves:
        node, count = leaf, size
        while count & 1:
            node = _node(stack.pop(), node)
            count >>= 1
        stack.append(node)
        size += 1
    return stack, size


def root(frontier: Sequence[bytes]) -> str:
    """The root of the whole tree, hexadecimal; that of no leaves is SHA-256 of nothing."""
    if not frontier:
        return EMPTY_ROOT
    node = frontier[-1]
    for left in reversed(frontier[:-1]):
        node = _node(left, node)
    return node.hex()
