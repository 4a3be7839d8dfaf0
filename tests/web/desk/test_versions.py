"""How two texts differ, in words."""

import time

from moondesk.web.comparing import Piece, compared


def test_what_went_and_what_came() -> None:
    assert compared("We open at nine today", "We open at ten sharp today") == [
        Piece("We open at ", "same"), Piece("nine", "gone"), Piece("ten sharp", "new"), Piece(" today", "same")
    ]  # fmt: skip


def test_nothing_is_lost_of_either_text() -> None:
    before, after = "one two  three\n\nfour " * 40, "one too three\nfour five " * 40
    pieces = compared(before, after)
    assert "".join(one.text for one in pieces if one.kind != "new") == before
    assert "".join(one.text for one in pieces if one.kind != "gone") == after


def test_a_text_that_is_made_to_take_long_does_not() -> None:
    """A thousand times the same word: comparing each with each took half a minute of the whole process."""
    for before, after in (("a " * 750, "b " * 750), ("a " * 750, "a b " * 375), ("a " * 99, "b " * 99)):
        start = time.process_time()
        compared(before, after)
        assert time.process_time() - start < 2
