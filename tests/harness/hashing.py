"""Passwords hashed at almost no cost: at its own, one hash takes ten times what the rest of a sign-in takes.

The same hasher, the same form, checked the same way, with little memory and one round. What a desk pays is proved in
``tests/config/test_hashing.py``.
"""

from collections.abc import Iterator

import pytest

LITTLE = {"time_cost": 1, "memory_cost": 64, "parallelism": 1}


@pytest.fixture(scope="session")
def full_cost_of_hashing() -> Iterator[dict[str, int]]:
    """What a hash costs on a desk; as long as the run lasts, tests pay little."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    full = {name: getattr(Argon2PasswordHasher, name) for name in LITTLE}
    with pytest.MonkeyPatch.context() as patch:
        for name, cost in LITTLE.items():
            patch.setattr(Argon2PasswordHasher, name, cost)
        yield full


@pytest.fixture(scope="session", autouse=True)
def _little_cost_of_hashing(full_cost_of_hashing: dict[str, int]) -> None:
    """Have it so in every test."""
