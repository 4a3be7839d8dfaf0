"""Rules of a conversation and of what becomes of its text, without a database."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moondesk.conversations.rules import BODY_LENGTH, body_problem, clean_text
from moondesk.kit.markup import preview, render_markdown, sanitise


@given(st.text(st.characters(codec=None), max_size=300))
def test_any_text_can_be_kept(text: str) -> None:
    clean = clean_text(text)
    clean.encode()
    assert "\x00" not in clean
    assert "\r" not in clean
    assert clean_text(clean) == clean


def test_what_people_write_stays_as_they_wrote_it() -> None:
    text = "Hola, ¿qué tal?\n\n\tUn saludo 👩‍👩‍👧\nשלום"  # noqa: RUF001 - Hebrew
    assert clean_text(text) == text


@pytest.mark.parametrize(
    ("body", "problem"),
    [("", "empty"), (" \n\t ", "empty"), ("x", None), ("x" * BODY_LENGTH, None), ("x" * (BODY_LENGTH + 1), "too_long")],
)
def test_bodies(body: str, problem: str | None) -> None:
    assert body_problem(body) == problem


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "![x](http://spy.test/pixel.gif)",
        "<svg onload=alert(1)>",
        "<style>body{display:none}</style>",
        "<iframe src=//x.test></iframe>",
        "<a href='vbscript:x'>x</a>",
        "<form action=//x.test><input></form>",
    ],
)
def test_nothing_runs_and_nothing_is_loaded(text: str) -> None:
    page = render_markdown(text)
    for bad in (
        "<script",
        "<img",
        "<svg",
        "<style",
        "<iframe",
        "<form",
        "<input",
        'href="javascript',
        'href="data',
        'href="vb',
    ):
        assert bad not in page.lower()


@given(st.text(max_size=200))
def test_rendered_markdown_is_clean_already(text: str) -> None:
    page = render_markdown(text)
    assert sanitise(page) == page


def test_markdown_as_people_use_it() -> None:
    page = render_markdown("**bold** and https://a.test/x\nnext line\n\n- one\n- two\n\n`code`")
    assert "<strong>bold</strong>" in page
    assert 'href="https://a.test/x"' in page
    assert 'rel="noopener noreferrer nofollow"' in page
    assert "<br>" in page
    assert page.count("<li>") == 2
    assert "<code>code</code>" in page


def test_deep_nesting_ends() -> None:
    assert len(render_markdown("> " * 2000 + "x")) < 50_000
    assert len(render_markdown("*" * 10_000)) < 100_000


@given(st.text(max_size=400))
def test_a_preview_is_one_short_line(text: str) -> None:
    line = preview(text)
    assert len(line) <= 140
    assert "\n" not in line


def test_a_preview_is_plain_text() -> None:
    assert preview("**Hello** <b>you</b> & me") == "Hello <b>you</b> & me"
    assert html.unescape(preview("a &amp; b")) == "a & b"
