"""The passwords that are tried first: some 210,000 of breaches, as digests in a file that all processes share.

Five bytes of BLAKE2 each, in order: found in 18 steps in the pages that the system keeps, so no process holds the list,
and a password that is none of them is taken for one once in five million.
"""

import hashlib
import mmap
import unicodedata
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("breached_passwords.bin")
FEWEST = 8
"""Shorter ones of the long list are left out: nobody can choose them. Those that Django knows are kept, as cores."""
_SIZE = 5


def plain(password: str) -> str:
    """Return a password as it stands in the list: without capitals, and with one way to write each letter."""
    return unicodedata.normalize("NFKC", password).casefold().strip()


def digest(password: str) -> bytes:
    """Return the mark of a password in the list."""
    return hashlib.blake2b(password.encode("utf-8", "surrogatepass"), digest_size=_SIZE).digest()


@cache
def _listed() -> mmap.mmap:
    with FILE.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def is_common(password: str) -> bool:
    """Say whether a password, plain already, is one of those that are tried first."""
    wanted, listed = digest(password), _listed()
    low, high = 0, len(listed) // _SIZE
    while low < high:
        middle = (low + high) // 2
        found = listed[middle * _SIZE : (middle + 1) * _SIZE]
        if found == wanted:
            return True
        low, high = (middle + 1, high) if found < wanted else (low, middle)
    return False
