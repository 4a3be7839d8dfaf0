"""What counts as a site, as a key, and as a proof of work."""

import uuid

import pytest

from moondesk.webforms.rules import challenge_of, is_key, is_proof, origin_of


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://www.example.com", "https://www.example.com"),
        ("www.Example.com/", "https://www.example.com"),
        ("https://example.com:443", "https://example.com"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("https://münchen.example", "https://xn--mnchen-3ya.example"),
        ("https://[::1]:8443", "https://[::1]:8443"),
        ("https://example.com/contact", None),
        ("https://user@example.com", None),
        ("https://example.com?x=1", None),
        ("https://example.com; script-src *", None),
        ("https://*.example.com", None),
        ("javascript:alert(1)", None),
        ("ftp://example.com", None),
        ("https://exa mple.com", None),
        ("https://example.com:99999", None),
        ("null", "https://null"),
        ("*", None),
        ("https://[", None),
        ("", None),
    ],
)
def test_a_site_is_an_origin_and_nothing_else(text: str, origin: str | None) -> None:
    assert origin_of(text) == origin


def test_a_key_fits_into_an_address() -> None:
    assert is_key("contact-2")
    assert not any(is_key(text) for text in ("", "-a", "a-", "A", "a b", "a/b", "a" * 41, "ä"))


def test_an_answer_is_a_plain_number_that_took_work() -> None:
    challenge = "abcdefabcdefabcdefabcdefabcdef12"
    assert is_proof(challenge, "278135")
    assert not any(is_proof(challenge, text) for text in ("278134", "", "0278135", "278135 ", "-1", "٢٧٨١٣٥", "9" * 13))
    form, other = uuid.UUID(int=1), uuid.UUID(int=2)
    assert len({challenge_of(form, "a"), challenge_of(form, "b"), challenge_of(other, "a")}) == 3
    assert len(f"{challenge_of(form, 'a')}:{'9' * 12}") < 56  # one block of SHA-256, which the worker's own one takes
