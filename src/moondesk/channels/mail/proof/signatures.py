"""DKIM signatures, checked with keys that are given. Runs alone in a child process with tight limits, as parsing does.

The library looks at a mail with patterns that take hours for some of them, such as one with a long line of blanks.
"""

import contextlib
import json
import sys
from collections.abc import Mapping

import dkim

from moondesk.kit.apart import Bounds, limit_this_process

MOST = 3
BOUNDS = Bounds(cpu_seconds=5, wall_seconds=20, memory=512 * 1024 * 1024, output=16 * 1024)


def holding(raw: bytes, keys: Mapping[str, str]) -> list[str]:
    """Return the domains whose signatures hold. One over only the beginning of the body proves nothing."""

    def key(name: bytes, timeout: int = 5) -> bytes | None:
        found = keys.get(name.decode("ascii", "replace").rstrip(".").lower())
        return found.encode() if found else None

    checker = dkim.DKIM(raw, minkey=1024)
    signed = []
    for at in range(MOST):
        with contextlib.suppress(dkim.DKIMException, ValueError, KeyError, TypeError, IndexError, UnicodeError):
            if checker.verify(idx=at, dnsfunc=key) and b"l" not in checker.signature_fields:
                signed.append(checker.domain.decode("ascii", "replace").lower())
    return signed


def main() -> None:
    """Read keys and a mail from standard input and print whose signatures hold as JSON."""
    limit_this_process(BOUNDS)
    keys, _line, raw = sys.stdin.buffer.read().partition(b"\n")
    sys.stdout.write(json.dumps(holding(raw, json.loads(keys))))


if __name__ == "__main__":
    main()
