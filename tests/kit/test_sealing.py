"""Kept secrets open for their row and key alone, and are never the same twice."""

import uuid
from typing import Any

import pytest

from moondesk.kit.sealing import BrokenSeal, seal, unseal


@pytest.mark.parametrize("secret", ["", "x", "p\u00e4ss w\u00f6rd \U0001f511" * 20])
def test_a_secret_opens_for_its_row_alone(secret: str, settings: Any) -> None:
    row = uuid.uuid4()
    kept = seal(secret, row)
    assert unseal(kept, row) == secret
    assert kept != seal(secret, row)
    assert len(secret) < 2 or secret.encode() not in kept
    with pytest.raises(BrokenSeal):
        unseal(kept, uuid.uuid4())
    settings.SECRET_KEY = "another" * 10
    with pytest.raises(BrokenSeal):
        unseal(kept, row)


@pytest.mark.parametrize("at", [0, 1, 20, -1])
def test_a_changed_secret_does_not_open(at: int) -> None:
    row = uuid.uuid4()
    kept = bytearray(seal("secret of somebody", row))
    kept[at] ^= 1
    for broken in (bytes(kept), b"", b"\x01short"):
        with pytest.raises(BrokenSeal):
            unseal(broken, row)
