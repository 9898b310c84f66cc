"""Work spread over processes: results in the order of the work, and few of them under way at once."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import AbstractContextManager
from multiprocessing import get_context
from typing import Any, TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")
AHEAD = 4  # tasks a process that may wait for it or for their turn

_SEAT: list[
    Any
] = []  # of a process of the pool: what it works with from its first task to its last


def spread(
    seat: Callable[[], AbstractContextManager[Callable[[Given], Made]]],
    tasks: Iterable[Given],
    processes: int,
) -> Iterator[Made]:
    """What a worker makes of each of *tasks*, in their order.

    *seat* gives a worker its tools; each process sits down once. It goes to the processes by pickle,
    as do the tasks and what is made of them. One process is this one. Raises BrokenProcessPool.
    """
    if processes == 1:
        with seat() as work:
            yield from map(work, tasks)
        return
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _sit_down, (seat,))
    under_way: deque[Future[Made]] = deque()
    try:
        for task in tasks:
            under_way.append(pool.submit(_do, task))
            if len(under_way) > AHEAD * processes:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _sit_down(seat: Callable[[], AbstractContextManager[Callable[[Any], Any]]]) -> None:
    _SEAT.append(seat().__enter__())  # left when the process ends


def _do(task: Any) -> Any:
    [work] = _SEAT
    return work(task)
