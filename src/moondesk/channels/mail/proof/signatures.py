"""DKIM signatures and ARC chains, checked with keys that are given. Runs alone in a child process with tight limits.

The library looks at a mail with patterns that take hours for some of them, such as one with a long line of blanks.
"""

import contextlib
import json
import sys
from collections.abc import Mapping

import dkim
from dkim.util import parse_tag_value

from moondesk.kit.apart import Bounds, limit_this_process

MOST = 3
MOST_SEALS = 8
"""Through how many hands that seal it a mail may have gone for its chain to be looked at."""
BOUNDS = Bounds(cpu_seconds=5, wall_seconds=20, memory=512 * 1024 * 1024, output=16 * 1024)


class _Keys:
    """The keys that were looked up before."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = known

    def __call__(self, name: bytes, timeout: int = 5) -> bytes | None:
        found = self._known.get(name.decode("ascii", "replace").rstrip(".").lower())
        return found.encode() if found else None


def holding(raw: bytes, keys: Mapping[str, str]) -> list[str]:
    """Return the domains whose signatures hold. One over only the beginning of the body proves nothing."""
    checker = dkim.DKIM(raw, minkey=1024)
    signed = []
    for at in range(MOST):
        with contextlib.suppress(dkim.DKIMException, ValueError, KeyError, TypeError, IndexError, UnicodeError):
            if checker.verify(idx=at, dnsfunc=_Keys(keys)) and b"l" not in checker.signature_fields:
                signed.append(checker.domain.decode("ascii", "replace").lower())
    return signed


def sealed(raw: bytes, keys: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return who sealed a mail on its way (ARC) and what each wrote that it found, the latest first.

    Nothing unless the whole chain holds, and the latest one signed all of the body and the sender.
    """
    with contextlib.suppress(dkim.DKIMException, ValueError, KeyError, TypeError, IndexError, UnicodeError):
        checker = dkim.ARC(raw, minkey=1024)
        seals = [parse_tag_value(value) for name, value in checker.headers if name.lower() == b"arc-message-signature"]
        if not 0 < len(seals) <= MOST_SEALS:
            return []
        verdict, found, _why = checker.verify(dnsfunc=_Keys(keys))
        latest = max(seals, key=lambda one: int(one[b"i"]))
        signs = [name.strip().lower() for name in latest[b"h"].split(b":")]
        if verdict != dkim.CV_Pass or b"l" in latest or b"from" not in signs:
            return []
        if any(one["as-domain"].lower() != one["ams-domain"].lower() for one in found):
            return []
        return [
            (one["as-domain"].decode("ascii", "replace").lower(), one["aar-value"].decode("utf-8", "replace"))
            for one in found
        ]
    return []


def main() -> None:
    """Read keys and a mail from standard input and print whose signatures hold, and who sealed it, as JSON."""
    limit_this_process(BOUNDS)
    keys, _line, raw = sys.stdin.buffer.read().partition(b"\n")
    known = json.loads(keys)
    sys.stdout.write(json.dumps({"signed": holding(raw, known), "sealed": sealed(raw, known)}))


if __name__ == "__main__":
    main()
