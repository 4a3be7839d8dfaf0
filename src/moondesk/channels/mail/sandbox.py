"""Parsing a hostile mail in a child process that may run out of time or memory without anybody else noticing."""

import json
import os
import subprocess
import sys

CPU_SECONDS = 10
WALL_SECONDS = 30
MEMORY = 512 * 1024 * 1024
_OUTPUT_LIMIT = 8 * 1024 * 1024
_KEPT = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "PYTHONHOME")


class ParserFailed(RuntimeError):
    """The child ended without an answer; nothing is known about the mail but that."""


def limit_this_process() -> None:
    """Give this process little time and memory, and no way to write files."""
    import resource

    for what, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 32),
    ):
        resource.setrlimit(what, (most, most))


def parse_apart(content: bytes) -> dict[str, object]:
    """Return what ``parsing`` reads in a mail. Raises ``ParserFailed``.

    The child gets neither our environment, which has secrets in it, nor an open connection.
    """
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    command = [sys.executable, "-P", "-m", "moondesk.channels.mail.parsing"]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, the mail only on its standard input
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ParserFailed("timeout") from None
    if done.returncode or len(done.stdout) > _OUTPUT_LIMIT:
        raise ParserFailed(f"code {done.returncode}")
    found = json.loads(done.stdout)
    if not isinstance(found, dict):
        raise ParserFailed("no answer")
    return found
