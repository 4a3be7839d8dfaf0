"""What mail programs put below an answer: each file of ``quotes`` and beside it what is left of it."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moondesk.channels.mail.quotes import without_quoted_tail
from moondesk.channels.mail.texts import text_of_html, tidy

FOLDER = Path(__file__).parent / "quotes"
MAILS = sorted(path for path in FOLDER.iterdir() if path.suffix != ".answer")


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_only_the_answer_stays(path: Path) -> None:
    content = path.read_text(encoding="utf-8")
    text = text_of_html(content) if path.suffix == ".html" else tidy(content)
    expected = path.with_suffix(".answer").read_text(encoding="utf-8")
    lines = [line for line in without_quoted_tail(text).split("\n") if line.strip()]
    assert lines == [line for line in tidy(expected).split("\n") if line.strip()]


@given(st.text(alphabet="> \n:abOnFrom1-_.", max_size=300))
def test_something_is_always_left_and_it_is_the_beginning(text: str) -> None:
    found = without_quoted_tail(text)
    assert text.startswith(found)
    assert found.strip() or not text.strip()


@pytest.mark.parametrize("line", ["On 1 ", "From: x\n", "> x\n", "--\n", "a" * 300 + ":\n", "On 1 wrote\n", "____\n"])
def test_long_texts_take_no_time(line: str) -> None:
    began = time.process_time()
    without_quoted_tail(line * (300_000 // len(line)))
    assert time.process_time() - began < 2
