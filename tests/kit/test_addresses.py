"""Nobody chooses their own address by a header."""

import pytest

from moondesk.kit.addresses import client_address, network_of


@pytest.mark.parametrize(
    ("remote", "forwarded", "trusted", "expected"),
    [
        ("203.0.113.9", "", [], "203.0.113.9"),
        ("203.0.113.9", "1.2.3.4", [], "203.0.113.9"),
        ("203.0.113.9", "1.2.3.4", ["10.0.0.0/8"], "203.0.113.9"),
        ("10.0.0.1", "1.2.3.4", ["10.0.0.0/8"], "1.2.3.4"),
        ("10.0.0.1", "6.6.6.6, 1.2.3.4", ["10.0.0.0/8"], "1.2.3.4"),
        ("10.0.0.1", "6.6.6.6, 1.2.3.4, 10.0.0.2", ["10.0.0.0/8"], "1.2.3.4"),
        ("10.0.0.1", "<b>x</b>", ["10.0.0.0/8"], "10.0.0.1"),
        ("10.0.0.1", "6.6.6.6, unknown", ["10.0.0.0/8"], "10.0.0.1"),
        ("", "1.2.3.4", ["10.0.0.0/8"], ""),
        ("::1", "2001:db8::7", ["::1/128"], "2001:db8::7"),
        ("::ffff:203.0.113.9", "", [], "203.0.113.9"),
    ],
)
def test_client_address(remote: str, forwarded: str, trusted: list[str], expected: str) -> None:
    assert client_address(remote, forwarded, trusted) == expected


def test_a_client_with_a_whole_network_counts_as_one() -> None:
    assert network_of("2001:db8::7") == network_of("2001:db8::ffff:1") != network_of("2001:db8:0:1::7")
    assert (network_of("203.0.113.9"), network_of("")) == ("203.0.113.9", "")
