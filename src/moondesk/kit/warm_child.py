"""A process of ours that is ready: it has loaded a program once and forks for each content, which gets its own limits.

It reads requests on its standard input and answers on its standard output (see ``warm``). It never looks at a content:
only the fork does, whose limits the program sets for itself, and which ends when it is done. Where contents are given
together, one fork works on them in turn and ends with the first on which the program fails.
"""

import gc
import importlib
import io
import json
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from moondesk.kit import apart

FAILED = (1 << 64) - 1


def _work(module: str, contents: Sequence[bytes], arguments: list[str], out: int) -> None:
    """Run the program on the contents, in the fork: without the way back to whoever asks, but the one pipe."""
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    sys.argv = [module, *arguments]
    apart.contents = len(contents)
    program = importlib.import_module(module)
    with os.fdopen(out, "wb") as pipe:
        for content in contents:
            sys.stdin, sys.stdout = io.TextIOWrapper(io.BytesIO(content)), io.StringIO()
            program.main()
            said = sys.stdout.getvalue().encode()
            pipe.write(len(said).to_bytes(8) + said)
            pipe.flush()


def _fork(module: str, contents: Sequence[bytes], arguments: list[str]) -> tuple[int, BinaryIO]:
    """Return a process that works on the contents, and where it says what it found."""
    inward, outward = os.pipe()
    child = os.fork()
    if not child:
        code = 1
        try:
            os.close(inward)
            if len(contents) == 1:
                gc.disable()
            _work(module, contents, arguments, outward)
            code = 0
        finally:
            os._exit(code)
    os.close(outward)
    return child, os.fdopen(inward, "rb")


def _answers(pipe: BinaryIO, count: int, most: int) -> Iterator[bytes]:
    """Give what a fork says, one content after the other, until it ends or says too much."""
    for _content in range(count):
        head = pipe.read(8)
        length = int.from_bytes(head)
        if len(head) < 8 or length > most:
            return
        found = pipe.read(length)
        if len(found) < length:
            return
        yield found


def _load(module: str) -> None:
    """Load a program once, with what it loads itself when it first works; forks then share all that."""
    if module in sys.modules:
        return
    warm_up = getattr(importlib.import_module(module), "warm_up", None)
    if warm_up is not None:
        warm_up()
    gc.collect()
    gc.freeze()


def serve(asked: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until there are no more."""
    while line := asked.readline(10_000):
        request = json.loads(line)
        contents = [asked.read(size) for size in request["sizes"]]
        module = request["module"]
        if not module.startswith("moondesk."):
            raise ValueError("no program of ours")
        _load(module)
        child, pipe = _fork(module, contents, request["arguments"])
        done = 0
        with pipe:
            for found in _answers(pipe, len(contents), request["output"]):
                done += 1
                answers.write(len(found).to_bytes(8) + found)
                answers.flush()
        if done < len(contents):
            os.kill(child, signal.SIGKILL)
            answers.write(FAILED.to_bytes(8))
            answers.flush()
        os.waitpid(child, 0)


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
