"""Mail servers that hand a mail to a program, and the listener when it is killed: yes means kept, exactly once."""

import email
import random
import smtplib
import subprocess
import sys
from pathlib import Path

import pytest

from moondesk.channels.mail.piped import as_sent
from moondesk.channels.models import ReceivedMail
from moondesk.kit import tenancy
from moondesk.supervision.spawning import spawn
from tests.harness import environment
from tests.harness.running import free_port, wait_until
from tests.mail.boxes import letter
from tests.mail.conftest import Office, mail


@pytest.mark.parametrize(
    ("piped", "sent"),
    [
        (b"From carla Sat Nov 21\nSubject: a\n\nb\n", b"Subject: a\r\n\r\nb\r\n"),
        (b"Subject: a\r\n\r\nb\nc\r\n", b"Subject: a\r\n\r\nb\r\nc\r\n"),
        (b"From: a@b.test\n\n", b"From: a@b.test\r\n\r\n"),
        (b"", b""),
    ],
)
def test_lines_end_as_they_did_on_the_way(piped: bytes, sent: bytes) -> None:
    assert as_sent(piped) == sent


def pipe(folder: Path, content: bytes, *arguments: str, **variables: str) -> int:
    """Hand a mail to the program as a mail server does; return its exit code."""
    command = [sys.executable, "-m", "moondesk", "mail", "pipe", "--data-dir", str(folder), *arguments]
    done = subprocess.run(command, input=content, env=environment.desk(folder) | variables, check=False)
    return done.returncode


def test_exit_codes_say_what_became_of_it(office: Office, tmp_path: Path) -> None:
    raw = b"From carla Sat Nov 21\n" + mail().replace(b"\r\n", b"\n")
    assert pipe(tmp_path, raw, "-f", "carla@customer.test", "support@acme.test") == 0
    kept = office.last()
    assert (bytes(kept.raw or b""), kept.envelope_from) == (mail(), "carla@customer.test")
    assert pipe(tmp_path, raw, "support@acme.test", "nobody@acme.test") == 67
    assert pipe(tmp_path, b"x" * (25 * 1024 * 1024 + 1), "support@acme.test") == 65
    assert pipe(tmp_path, raw, "support@acme.test", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none") == 75
    with tenancy.organization(office.cast.acme.pk):
        assert ReceivedMail.objects.count() == 1


def test_killed_at_any_moment_every_yes_was_true(office: Office, tmp_path: Path) -> None:
    chance, port = random.Random(3), free_port()
    promised: list[str] = []
    number = 0
    for _round in range(2):
        command = [sys.executable, "-m", "moondesk", "mail", "--port", str(port)]
        process = spawn(command, environment=environment.desk(tmp_path), log=tmp_path / "mail.log")
        try:
            wait_until(lambda: _listens(port), "Listening", 60)
            for left in reversed(range(chance.randrange(3, 9))):
                number += 1
                _send(port, number, promised, None if left else process)
        except (OSError, smtplib.SMTPException):
            pass
        finally:
            process.kill()
            process.wait()
    office.run_jobs()
    with tenancy.organization(office.cast.acme.pk):
        rows = list(ReceivedMail.objects.all())
    subjects = [str(email.message_from_bytes(bytes(one.raw or b""))["Subject"]) for one in rows]
    assert len(promised) >= 4
    assert set(promised) <= set(subjects)
    assert len(subjects) == len(set(subjects))
    assert {one.outcome for one in rows} == {"ticket"}


def _listens(port: int) -> bool:
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=5):
            return True
    except OSError:
        return False


def _send(port: int, number: int, promised: list[str], kill: "subprocess.Popen[bytes] | None") -> None:
    """Hand over one mail; what was answered with 250 counts. ``kill`` dies while it takes the mail."""
    with smtplib.SMTP("127.0.0.1", port, timeout=20) as client:
        client.helo("x")
        client.mail("carla@customer.test")
        client.rcpt("support@acme.test")
        client.putcmd("data")
        client.getreply()
        client.send(letter(number) + b".\r\n")
        if kill is not None:
            kill.kill()
        if client.getreply()[0] == 250:
            promised.append(f"Mail {number}")
