"""A post office: the real listener and the real catcher on loopback, and one organization's inboxes."""

import asyncio
import email
import email.policy
import smtplib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from moondesk.channels.mail import catcher, listener
from moondesk.channels.models import MailAddress, OutgoingMail, ReceivedMail
from moondesk.kit import tenancy
from tests.harness.people import Cast
from tests.harness.settled import make_settled_cast

CUSTOMER = "carla@customer.test"


@dataclass
class Office:
    """What a test of mail works with."""

    port: int
    catcher_port: int
    folder: Path
    cast: Cast
    run_jobs: Callable[[], None]

    def send(self, raw: bytes, *to: str, sender: str = CUSTOMER) -> None:
        """Hand a mail to the listener as another server would; raises what the listener answers."""
        with smtplib.SMTP("127.0.0.1", self.port, timeout=20) as client:
            refused = client.sendmail(sender, list(to) or ["support@acme.test"], raw, ["BODY=8BITMIME"])
            if refused:
                raise smtplib.SMTPRecipientsRefused(refused)

    def deliver(self, raw: bytes, *to: str, sender: str = CUSTOMER) -> ReceivedMail:
        """Hand a mail over, let the worker do its work, and return what became of it in acme."""
        self.send(raw, *to, sender=sender)
        self.run_jobs()
        return self.last()

    def last(self) -> ReceivedMail:
        """Return the last mail received in acme."""
        with tenancy.organization(self.cast.acme.pk):
            return ReceivedMail.objects.select_related("ticket", "message", "ticket__requester").latest("id")

    def outgoing(self) -> list[OutgoingMail]:
        """Return acme's outbox."""
        with tenancy.organization(self.cast.acme.pk):
            return list(OutgoingMail.objects.select_related("ticket").order_by("id"))

    def caught(self) -> list[EmailMessage]:
        """Return what went out over SMTP, oldest first."""
        return [
            email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            for path in sorted(self.folder.glob("*.eml"))
        ]


def mail(body: str = "My bag is lost.", **headers: str) -> bytes:
    """Return a plain mail; headers are named with underscores, and None leaves one out."""
    given = {"From": f"Carla <{CUSTOMER}>", "To": "support@acme.test", "Subject": "Lost bag"}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"{name}: {value}" for name, value in given.items() if value is not None]
    return "\r\n".join([*lines, "", *body.splitlines(), ""]).encode("utf-8", "surrogateescape")


@pytest.fixture
def office(
    transactional_db: None, settled: None, run_jobs: Callable[[], None], settings: Any, tmp_path: Path
) -> Iterator[Office]:
    """The post office, open."""
    people = make_settled_cast()
    for organization, domain in ((people.acme, "acme.test"), (people.globex, "globex.test")):
        with tenancy.organization(organization.pk):
            MailAddress.objects.create(address=f"support@{domain}", name=organization.name, is_default=True)
            if domain == "acme.test":
                MailAddress.objects.create(address="sales@acme.test", department=people.flights)
    loop, ready = asyncio.new_event_loop(), threading.Event()
    door, caught = listener.Listener(), catcher.Catcher(tmp_path / "caught")
    servers: list[asyncio.Server] = []

    def serve() -> None:
        asyncio.set_event_loop(loop)
        makers = (lambda: listener.session(door, loop), lambda: catcher.session(caught, loop))
        servers.extend(loop.run_until_complete(loop.create_server(make, "127.0.0.1", 0)) for make in makers)
        ready.set()
        loop.run_forever()
        loop.run_until_complete(asyncio.sleep(0.05))
        loop.close()

    thread = threading.Thread(target=serve)
    thread.start()
    assert ready.wait(60)
    ports = [server.sockets[0].getsockname()[1] for server in servers]
    options = {"host": "127.0.0.1", "port": ports[1], "timeout": 15}
    backend = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}
    settings.MAIL_CATCHER_DIR = str(caught.folder)
    run_jobs()  # what is due by the clock, which might tell of what a test sends
    yield Office(ports[0], ports[1], caught.folder, people, run_jobs)
    for server in servers:
        loop.call_soon_threadsafe(server.close)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    door.threads.submit(connections.close_all).result(10)
    door.threads.shutdown()
