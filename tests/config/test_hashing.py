"""What guessing a stolen password costs on a desk; the tests themselves pay less."""

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, make_password
from django.utils.module_loading import import_string


def test_passwords_are_hashed_at_full_cost(
    full_cost_of_hashing: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [import_string(path) for path in settings.PASSWORD_HASHERS] == [Argon2PasswordHasher]
    cheap = make_password("a password of the tests")
    for name, cost in full_cost_of_hashing.items():
        monkeypatch.setattr(Argon2PasswordHasher, name, cost)
    hashed = make_password("a password of a desk")
    assert hashed.startswith("argon2$argon2id$v=19$m=102400,t=2,p=8$")
    assert check_password("a password of a desk", hashed)
    assert Argon2PasswordHasher().must_update(cheap), "what the tests wrote would be hashed anew on a desk"
