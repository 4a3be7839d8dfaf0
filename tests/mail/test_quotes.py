"""What mail programs put below an answer: each file of ``quotes`` and beside it what is left of it."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moondesk.channels.mail.bodies import body_of
from moondesk.channels.mail.parsed import ParsedMail
from moondesk.channels.mail.quotes import without_quoted_tail
from moondesk.channels.mail.signing import without_secrets
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


@pytest.mark.parametrize("at", [1, 20, 42])
@pytest.mark.parametrize("link", ["/acme/help/t/{0}/survey?answer=up", "/acme/invitations/{0}", "%2Fhelp%2Ft%2F{0}"])
def test_a_secret_that_goes_on_in_the_next_line_is_gone_whole(link: str, at: int) -> None:
    secret = "aB3-_" * 8 + "xyz"
    begin, _hole, rest = link.partition("{0}")
    quoted = f"> See https://desk.test{begin}{secret[:at]}\n> > {secret[at:]}{rest}\nYes, it is here.\n> bye"
    assert without_secrets(quoted) == f"> See https://desk.test{begin}...{rest}\nYes, it is here.\n> bye"


def test_addresses_and_marks_are_too_and_words_stay() -> None:
    mark = f"{'0123456789abcdef' * 2}:{'s' * 43}"
    address = f"a help+r1{'a' * 20}\n> {'b' * 6}@acme.test"
    text = f"{address} and /help/leave/{mark[:40]}\n{mark[40:]} help\n/help/t/x\nGreetings"
    assert without_secrets(text) == "a help@acme.test and /help/leave/... help\n/help/t/...\nGreetings"


def test_an_answer_between_the_lines_shows_nobody_how_to_be_its_sender() -> None:
    quoted = "> https://desk.test/acme/help/t/{0} help{1}@acme.test\nNo.\n> /acme/invitations/{0}\nYes."
    body = body_of(ParsedMail(text=quoted.format("k3y", "+r1" + "a" * 26)), [], answers=True)
    assert body == quoted.format("...", "")
