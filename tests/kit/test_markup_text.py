"""Markdown as plain text for the text part of mails."""

import pytest

from moondesk.kit.markup import plain_text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("**Ana Pérez**\n*Support*", "Ana Pérez\nSupport"),
        ("See [our help](https://help.test/a)", "See our help (https://help.test/a)"),
        ("<https://help.test> or help@acme.test", "https://help.test or help@acme.test"),
        ("[Write](mailto:help@acme.test)", "Write (help@acme.test)"),
        ("# Head\n\n- one\n- two\n\n> said\n\n---\nend", "Head\n\n- one\n- two\n\n> said\n\nend"),
        ("`a*b*` and \\*c\\*", "a*b* and *c*"),
        ("```\nx = 1\n```", "x = 1"),
        ("<b>no</b>", "<b>no</b>"),
        ("", ""),
    ],
)
def test_words_stay_and_marks_go(markdown: str, text: str) -> None:
    assert plain_text(markdown) == text
