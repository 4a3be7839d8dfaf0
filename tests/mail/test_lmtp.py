"""The LMTP door: the same checks as by SMTP, and an answer for each recipient."""

import asyncio
import smtplib
import threading
from collections.abc import Iterator

import pytest
from django.db import connections

from moondesk.channels.mail import lmtp
from moondesk.channels.models import ReceivedMail
from moondesk.kit import tenancy
from tests.harness import database
from tests.mail.conftest import CUSTOMER, Office, mail


@pytest.fixture
def port(office: Office) -> Iterator[int]:
    loop, door = asyncio.new_event_loop(), lmtp.LmtpListener()
    server = loop.run_until_complete(loop.create_server(lambda: lmtp.session(door, loop), "127.0.0.1", 0))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield server.sockets[0].getsockname()[1]
    loop.call_soon_threadsafe(server.close)
    asyncio.run_coroutine_threadsafe(asyncio.sleep(0.05), loop).result(60)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()
    door.threads.submit(connections.close_all).result(10)
    door.threads.shutdown()


def answers(client: smtplib.LMTP, raw: bytes, *recipients: str) -> list[int]:
    """Hand over a mail and return the code of each recipient's answer."""
    client.ehlo_or_helo_if_needed()
    client.mail(CUSTOMER)
    assert [client.rcpt(one)[0] for one in recipients] == [250] * len(recipients)
    codes = [client.data(raw)[0]]
    return codes + [client.getreply()[0] for _ in recipients[1:]]


def test_each_recipient_gets_an_answer(office: Office, port: int) -> None:
    everybody = ("support@acme.test", "support@globex.test", "sales@acme.test")
    with smtplib.LMTP("127.0.0.1", port) as client:
        assert answers(client, mail(), *everybody) == [250, 250, 250]
        assert client.rcpt("nobody@acme.test")[0] in (503, 550)
        client.rset()
        client.mail(CUSTOMER)
        assert client.rcpt("nobody@acme.test")[0] == 550
        assert client.rcpt("somebody@elsewhere.test")[0] == 550
        client.rset()
        with database.as_superuser() as connection:
            connection.execute("DELETE FROM procrastinate_jobs")
        large = mail() + (b"x" * 998 + b"\r\n") * 26_500
        assert answers(client, large, *everybody) == [552, 552, 552]
        assert client.noop()[0] == 250
    for organization in (office.cast.acme, office.cast.globex):
        with tenancy.organization(organization.pk):
            assert ReceivedMail.objects.count() == 1


def test_what_one_organization_cannot_take_keeps_none_from_another(office: Office, port: int, settings: object) -> None:
    settings.MAIL_ORGANIZATION_LIMIT = 1  # type: ignore[attr-defined]
    office.send(mail("First"))
    with smtplib.LMTP("127.0.0.1", port) as client:
        assert answers(client, mail("Second"), "support@acme.test", "support@globex.test") == [451, 250]


def test_smtp_is_not_spoken(port: int) -> None:
    with smtplib.SMTP() as client:
        client.connect("127.0.0.1", port)
        assert client.docmd("EHLO x")[0] == 500
