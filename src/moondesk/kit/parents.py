"""Processes that end with the one that started them, however that ends."""

import ctypes
import os
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1


def _load_prctl() -> Callable[..., int] | None:
    if sys.platform != "linux":
        return None
    function: Callable[..., int] = ctypes.CDLL(None, use_errno=True).prctl
    return function


_prctl = _load_prctl()


def die_with_parent(parent: int, signum: int) -> None:
    """In the child: ask Linux for ``signum`` when the parent ends, even by ``kill -9``.

    Linux sends it when the *thread* that forked ends; the supervisor has only one. Elsewhere the next start finds
    what was left behind by the list of ``Register``.
    """
    if _prctl is None:
        return
    _prctl(PR_SET_PDEATHSIG, signum, 0, 0, 0)
    if os.getppid() != parent:  # it ended between the fork and the request
        os._exit(1)
