"""Pasted lists of people."""

import pytest

from moondesk.organizations.rules import read_pasted


@pytest.mark.parametrize(("text", "people"), [
    ("", []),
    (" \n,;\r\n ", []),
    ("a@x.test", [("", "a@x.test")]),
    ("a@x.test, b@x.test;c@x.test\r\nd@x.test", [("", f"{one}@x.test") for one in "abcd"]),
    ("Ana Agent <ana@x.test>\n<bo@x.test>", [("Ana Agent", "ana@x.test"), ("", "bo@x.test")]),
    ('"Doe, Jane" <jane@x.test>, b@x.test', [("Doe, Jane", "jane@x.test"), ("", "b@x.test")]),
    ("Óscar Núñez <oscar@x.test>", [("Óscar Núñez", "oscar@x.test")]),
    ("not an address", [("", "not an address")]),
    ('"never closed <a@x.test>\nb@x.test', [("", "never closed <a@x.test>"), ("", "b@x.test")]),
    ("Broken <a@x.test\nb@x.test", [("Broken", "a@x.test"), ("", "b@x.test")]),
], ids=map(str, range(10)))  # fmt: skip
def test_people_are_read_out_of_what_was_pasted(text: str, people: list[tuple[str, str]]) -> None:
    assert [(one.name, one.email) for one in read_pasted(text)] == people
