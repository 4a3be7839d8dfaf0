"""A process of ours that is ready: it has loaded a program once and forks for each content, which gets its own limits.

It reads requests on its standard input and answers on its standard output (see ``warm``). It never looks at a content:
only the fork does, whose limits the program sets for itself, and which ends when it is done.
"""

import gc
import importlib
import io
import json
import os
import sys
from typing import BinaryIO

FAILED = (1 << 64) - 1


def _work(module: str, content: bytes, arguments: list[str], out: int) -> None:
    """Run the program on the content, in the fork: without the way back to whoever asks, but the one pipe."""
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    sys.argv = [module, *arguments]
    sys.stdin = io.TextIOWrapper(io.BytesIO(content))
    with os.fdopen(out, "w", encoding="utf-8") as sys.stdout:
        importlib.import_module(module).main()


def _fork(module: str, content: bytes, arguments: list[str], most: int) -> bytes | None:
    """Return what the program says about a content; None if it ended badly or said too much."""
    inward, outward = os.pipe()
    child = os.fork()
    if not child:
        code = 1
        try:
            os.close(inward)
            gc.disable()
            _work(module, content, arguments, outward)
            code = 0
        finally:
            os._exit(code)
    os.close(outward)
    found, room = [], most + 1
    with os.fdopen(inward, "rb") as pipe:
        while room > 0 and (piece := pipe.read(min(room, 1 << 20))):
            found.append(piece)
            room -= len(piece)
    _pid, status = os.waitpid(child, 0)
    return b"".join(found) if status == 0 and room > 0 else None


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
        content = asked.read(request["size"])
        module = request["module"]
        if not module.startswith("moondesk."):
            raise ValueError("no program of ours")
        _load(module)
        found = _fork(module, content, request["arguments"], request["output"])
        answers.write((FAILED if found is None else len(found)).to_bytes(8) + (found or b""))
        answers.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
