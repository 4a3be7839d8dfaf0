"""What counts as a site."""

import pytest

from moondesk.webforms.rules import is_key, origin_of


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
