"""Texts that are made to keep the server busy: anybody may send them, so none may take long."""

import time

import pytest

from moondesk.conversations.rules import BODY_LENGTH
from moondesk.kit.markup import render_markdown

LONGEST = 20.0
"""Seconds, on a slow and busy machine. The worst of these took a minute and more."""


@pytest.mark.parametrize(
    "piece",
    ["://", "//a.b/", "http://a.b?", "a.com ", "a@b.com ", "[", "![", "[a](", "a_", "`", "> ", "- ", "//a.b\u2028"],
)
def test_a_text_full_of_beginnings_is_rendered_soon(piece: str) -> None:
    began = time.perf_counter()
    render_markdown((piece * BODY_LENGTH)[:BODY_LENGTH])
    assert time.perf_counter() - began < LONGEST


def test_links_are_still_found_in_long_texts() -> None:
    words = "Words of somebody who writes much, and never once presses enter. " * 100
    assert '<a href="https://example.test/a_b"' in render_markdown(f"{words} https://example.test/a_b {words}")
    assert render_markdown("See https://example.test\n" * 1000).count("<a ") == 1000
