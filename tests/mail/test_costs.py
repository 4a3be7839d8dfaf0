"""What one mail may cost: two seconds of work and 256 MB, held by the limits of the process that reads it."""

import json

import pytest

from moondesk.channels.mail import contents, sandbox
from moondesk.channels.mail.contents import files_apart
from moondesk.channels.mail.precheck import check
from moondesk.channels.mail.sandbox import ParserFailed, parse_apart
from tests.mail.conftest import mail

MB = 1024 * 1024


@pytest.mark.parametrize("bounds", [sandbox.BOUNDS, contents.BOUNDS], ids=["texts", "files"])
def test_the_bounds_of_a_mail(bounds: sandbox.apart.Bounds) -> None:
    assert (bounds.cpu_seconds, bounds.memory, bounds.counts_loaded) == (2, 256 * MB, False)


def test_the_largest_mail_that_is_taken_fits() -> None:
    part = "--x\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    lines = b"QUJD" * 19 + b"\r\n"
    raw = mail(part, Content_Type="multipart/mixed; boundary=x") + lines * (24 * MB // len(lines)) + b"--x--\r\n"
    checked = check(raw).content
    assert parse_apart(checked)["files"] == ["a.pdf"]
    [file] = files_apart(checked)
    assert len(file.content or b"") > 17 * MB


def test_what_would_cost_more_ends_and_harms_nothing() -> None:
    with pytest.raises(ParserFailed):
        parse_apart(mail() + b"a\n" * (12 * MB))
    assert json.dumps(parse_apart(mail("The next one"))["text"]) == '"The next one"'
