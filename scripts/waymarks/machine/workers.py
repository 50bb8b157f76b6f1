"""Workers: what is to be done to each of many things is shared among as many processes as there are processors."""

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from waymarks.machine.refusals import Failure

Thing = TypeVar("Thing")
Result = TypeVar("Result")
Key = TypeVar("Key")


@contextmanager
def without_collecting() -> Iterator[None]:
    """Look for no objects that hold each other and nothing else. A build makes hardly any, and looking costs a third of what
    reading does; and a copy of this process that looks makes memory its own that it shared."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def shares(things: Sequence[Thing], fewest: int) -> list[Sequence[Thing]]:
    """The things in a share for each processor, but none of less than `fewest`, if there is another.

    Neighbours, which are alike, come into different ones.
    """
    number = max(1, min(len(os.sched_getaffinity(0)), len(things) // fewest))
    return [things[n::number] for n in range(number)]


def spread(
    work: Callable[[Sequence[Thing]], Result], things: Sequence[Thing], fewest: int = 50, apart: bool = False
) -> list[Result]:
    """What `work` gives for each share of the things. One share is worked on here, the others in copies of this process; or all
    of them there, `apart`, where the memory that they take is not wanted here afterwards.

    Nothing that `work` changes but files is seen here, and what it gives must be picklable. Raises what it raises, or
    Failure if a process is killed. If this process is killed, the others end when they have done their share; they hold
    whatever files this one had open until then, and so the lock.
    """
    all_shares = shares(things, fewest)
    here, others = ([], all_shares) if apart else (all_shares[:1], all_shares[1:])
    processes: list[tuple[BaseProcess, Connection]] = []
    try:
        processes.extend(begin(_work, work, share, daemon=False) for share in others)
        return [*map(work, here), *(_result(process, answer) for process, answer in processes)]
    finally:
        for process, answer in processes:
            process.kill()  # nothing to a process that has ended
            process.join()
            answer.close()


def gathered(
    work: Callable[[Sequence[Thing]], Mapping[Key, Result]], things: Sequence[Thing], fewest: int = 50
) -> dict[Key, Result]:
    """As `spread`, where `work` gives something by a key of each thing: all of it."""
    return {key: one for found in spread(work, things, fewest) for key, one in found.items()}


def begin(work: Callable[..., None], *given: Any, daemon: bool = True) -> tuple[BaseProcess, Connection]:
    """A copy of this process, which has everything in memory already, in which `work` is called with the end of a pipe that it
    answers by and with what is `given`; and the other end. A `daemon` ends with this process."""
    context = multiprocessing.get_context("fork")
    answer, own = context.Pipe(duplex=False)
    process = context.Process(target=work, args=(own, *given), daemon=daemon)
    process.start()
    own.close()
    return process, answer


def _work(answer: Connection, work: Callable[[Sequence[Thing]], Result], share: Sequence[Thing]) -> None:
    try:
        result: tuple[bool, Any] = (True, work(share))
    except BaseException as error:
        result = (False, error)
    with suppress(BrokenPipeError):  # nobody waits any more
        answer.send(result)


def _result(process: BaseProcess, answer: Connection) -> Any:
    try:
        good, result = answer.recv()
    except EOFError:
        process.join()
        raise Failure(
            f"A process of the build was stopped (exit {process.exitcode}). Is there too little memory? Build again."
        ) from None
    if not good:
        raise result
    return result
