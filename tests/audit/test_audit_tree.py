"""The tree is that of RFC 6962: against the definition, written down naively, and known values."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from creditsvc.audit import tree

# Inputs and roots after 1 to 8 leaves, as published with certificate transparency.
LEAVES = [
    b"",
    b"\x00",
    b"\x10",
    b"\x20\x21",
    b"\x30\x31",
    b"\x40\x41\x42\x43",
    b"\x50\x51\x52\x53\x54\x55\x56\x57",
    bytes(range(0x60, 0x70)),
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def naive(entries):
    """RFC 6962 section 2.1, word for word."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return sha256(b"\x01" + naive(entries[:k]) + naive(entries[k:])).digest()


def grown(entries):
    frontier, size = tree.grow([], 0, map(tree.leaf_hash, entries))
    return tree.root(frontier), size


def test_the_published_roots_come_out():
    for count, root in enumerate(ROOTS, start=1):
        assert grown(LEAVES[:count]) == (root, count)


def test_no_leaves_have_the_hash_of_nothing_as_root():
    assert grown([]) == (tree.EMPTY_ROOT, 0) == (naive([]).hex(), 0)


@given(st.lists(st.binary(max_size=8), max_size=70))
def test_growing_leaf_by_leaf_gives_the_root_of_the_definition(entries):
    assert grown(entries) == (naive(entries).hex(), len(entries))


@given(st.lists(st.binary(max_size=4), max_size=40), st.lists(st.binary(max_size=4), max_size=40))
def test_growing_in_two_steps_is_growing_in_one(first, second):
    frontier, size = tree.grow([], 0, map(tree.leaf_hash, first))
    frontier, size = tree.grow(frontier, size, map(tree.leaf_hash, second))
    assert (tree.root(frontier), size) == grown(first + second)


@given(st.lists(st.binary(max_size=4), min_size=2, max_size=40), st.data())
def test_two_different_leaves_swapped_give_another_root(entries, data):
    i = data.draw(st.integers(0, len(entries) - 1))
    j = data.draw(st.integers(0, len(entries) - 1))
    swapped = list(entries)
    swapped[i], swapped[j] = swapped[j], swapped[i]
    assert (grown(swapped) == grown(entries)) == (swapped == entries)
