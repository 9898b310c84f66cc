"""Many keys in statements of bounded size, so that one act may touch as many enterprises as it must."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

MOST_KEYS = 500  # of one statement; both engines take more, but none of them plans more any better


def chunks(keys: Iterable[T]) -> Iterator[list[T]]:
    """The *keys* in their order, at most MOST_KEYS at a time; nothing where there are none."""
    left = iter(keys)
    while chunk := list(islice(left, MOST_KEYS)):
        yield chunk
