"""Ways out: real mail servers, through page and API; secrets stay hidden; each address sends by its own."""

import asyncio
import email
import email.policy
import ipaddress
import json
import threading
import warnings
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from django.http import HttpResponse
from django.test import Client

from moondesk.channels.mail.sending import send
from moondesk.channels.models import MailAddress, WayOut
from moondesk.channels.resending import resendable, send_again
from moondesk.channels.ways.actions import WayEdit, add_way, change_way, pause_way, resume_way
from moondesk.channels.ways.connecting import connection_of
from moondesk.conversations.actions import reply_to_customer
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.tickets.models import Ticket
from tests.harness.people import Cast
from tests.mail.conftest import CUSTOMER, Office, mail

API, PAGE = "/api/v1/ways-out", "/acme/settings/mail/ways-out"
SECRET = "c0rrect horse"


class Server:
    """A mail server that wants a password, as a provider's does."""

    def __init__(self) -> None:
        self.got: list[tuple[str, list[str], bytes]] = []
        self.refuses = ""

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, _o: Any) -> str:  # noqa: N802
        if self.refuses:
            return self.refuses
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.got.append((envelope.mail_from or "", envelope.rcpt_tos, envelope.original_content or b""))
        return "250 OK"

    def sign_in(self, _server: Any, _session: Any, _envelope: Any, _how: str, data: LoginPassword) -> AuthResult:
        is_right = data.login == b"desk" and data.password == SECRET.encode()
        return AuthResult(success=is_right, handled=False)


@pytest.fixture
def server(settings: Any) -> Iterator[tuple[Server, int]]:
    """The server on a loopback port that the operator opened."""
    door, loop, ready = Server(), asyncio.new_event_loop(), threading.Event()
    options = {"authenticator": door.sign_in, "auth_required": True, "auth_require_tls": False, "loop": loop}
    found: list[asyncio.Server] = []

    def serve() -> None:
        asyncio.set_event_loop(loop)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found.append(loop.run_until_complete(loop.create_server(lambda: SMTP(door, **options), "127.0.0.1", 0)))
            ready.set()
            loop.run_forever()
        loop.run_until_complete(asyncio.sleep(0.05))
        loop.close()

    thread = threading.Thread(target=serve)
    thread.start()
    assert ready.wait(60)
    port = found[0].sockets[0].getsockname()[1]
    settings.EGRESS_NETWORKS = [ipaddress.ip_network("127.0.0.0/8")]
    settings.EGRESS_PORTS = frozenset({port})
    yield door, port
    loop.call_soon_threadsafe(found[0].close)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)


def edit(port: int, **changes: Any) -> WayEdit:
    given = {"name": "Office", "host": "127.0.0.1", "port": port, "security": "none", "username": "desk"}
    return WayEdit(**(given | {"secret": SECRET, "addresses": ("sales@acme.test",)} | changes))


def made(office: Office, port: int, **changes: Any) -> WayOut:
    with tenancy.organization(office.cast.acme.pk):
        return add_way(edit(port, **changes), by=office.cast.owner.actor)


def reply(office: Office, *to: str) -> Ticket:
    received = office.deliver(mail(f"Number {len(office.outgoing())}"), *to)
    with tenancy.organization(office.cast.acme.pk):
        ticket = Ticket.objects.get(pk=received.ticket_id)
        reply_to_customer(ticket, "**Found.**", by=office.cast.agent.actor)
    office.run_jobs()
    return ticket


def test_each_address_answers_by_its_own_way_with_its_signature(office: Office, server: tuple[Server, int]) -> None:
    door, port = server
    made(office, port)
    with tenancy.organization(office.cast.acme.pk):
        MailAddress.objects.filter(address="sales@acme.test").update(signature="**Sales**, Acme", name="Acme Sales")
    reply(office, "sales@acme.test")
    assert office.caught() == []
    own = next(one for one in office.outgoing() if one.kind == "reply")
    path, to, raw = door.got[-1]
    assert (to, own.state) == ([CUSTOMER], "sent")
    assert path.startswith("sales+b1")
    text = raw.decode()
    assert "From: Acme Sales <sales@acme.test>" in text
    assert "Reply-To: Acme Sales <sales+r1" in text
    assert "Sales, Acme" in text
    drawn = email.message_from_bytes(raw, policy=email.policy.default).get_body(("html",))
    assert "<strong>Sales</strong>, Acme" in drawn.get_content()
    reply(office, "support@acme.test")
    assert [str(one["From"]) for one in office.caught()] == ["Acme Travel <support@acme.test>"]


def test_a_wrong_password_waits_is_said_and_goes_once_mended(office: Office, server: tuple[Server, int]) -> None:
    door, port = server
    way = made(office, port, secret="wrong")
    reply(office, "sales@acme.test")
    waiting = next(one for one in office.outgoing() if one.kind == "reply")
    with tenancy.organization(office.cast.acme.pk):
        way = WayOut.objects.get()
        assert "does not accept our sign-in" in way.problem
        change_way(way, edit(port), by=office.cast.owner.actor)
        assert WayOut.objects.get().problem == ""
        told = Event.objects.filter(name="way_out.changed").latest("id")
        assert told.data["fields"] == ["secret"]
    assert waiting.state == "queued"
    send(office.cast.acme.pk, waiting.pk)
    assert len(door.got) == 1


def test_a_secret_does_not_follow_to_another_server_and_is_nowhere_to_be_seen(
    office: Office, server: tuple[Server, int], token_of, client_of
) -> None:
    _door, port = server
    way = made(office, port)
    secret = token_of(office.cast.owner)
    moved = ask(secret, "patch", f"/{way.pk}", {"port": port, "username": "other"})
    assert (moved.status_code, list(moved.json()["fields"])) == (422, ["secret"])
    shown = ask(secret, "get", f"/{way.pk}").content.decode()
    page = client_of(office.cast.owner).get(f"{PAGE}/{way.pk}").content.decode()
    with tenancy.organization(office.cast.acme.pk):
        told = json.dumps([one.data for one in Event.objects.filter(name__startswith="way_out.")])
        assert SECRET.encode() not in bytes(WayOut.objects.get().sealed or b"")
    assert not [text for text in (shown, page, told) if SECRET in text]


def test_a_test_is_sent_and_read_back_at_our_own_inbox(
    office: Office, server: tuple[Server, int], token_of, client_of
) -> None:
    door, port = server
    way = made(office, port)
    secret = token_of(office.cast.owner)
    assert ask(secret, "post", f"/{way.pk}/test", {"to": "inbox"}).json()["test"]["state"] == "queued"
    office.run_jobs()
    path, to, raw = door.got[0]
    assert to == ["sales@acme.test"]
    assert ask(secret, "get", f"/{way.pk}").json()["test"]["state"] == "sent"
    received = office.deliver(raw, *to, sender=path)
    assert (received.outcome, received.reason) == ("ignored", "own_mail")
    assert ask(secret, "get", f"/{way.pk}").json()["test"]["state"] == "delivered"
    page = client_of(office.cast.owner)
    assert "read back" in page.get(f"{PAGE}/{way.pk}").content.decode()
    door.refuses = "550 5.1.1 nobody"
    assert page.post(f"{PAGE}/{way.pk}/test", {"to": "me"}).status_code == 302
    office.run_jobs()
    assert "The address does not exist." in page.get(f"{PAGE}/{way.pk}").content.decode()


def test_paused_mails_wait_and_leave_when_it_goes_on(office: Office, server: tuple[Server, int], token_of) -> None:
    door, port = server
    way = made(office, port)
    with tenancy.organization(office.cast.acme.pk):
        pause_way(way, by=office.cast.owner.actor)
    reply(office, "sales@acme.test")
    assert door.got == []
    assert ask(token_of(office.cast.owner), "get").json()["items"][0]["waiting"] == 2
    with tenancy.organization(office.cast.acme.pk):
        resume_way(WayOut.objects.get(), by=office.cast.owner.actor)
    office.run_jobs()
    assert len(door.got) == 2


def test_what_failed_goes_out_again_when_somebody_says_so(office: Office, server: tuple[Server, int]) -> None:
    door, port = server
    made(office, port)
    door.refuses = "554 5.7.1 no"
    reply(office, "sales@acme.test")
    assert {(one.state, one.code) for one in office.outgoing()} == {("failed", "5.7.1")}
    door.refuses = ""
    with tenancy.organization(office.cast.acme.pk):
        for one in (failed := list(resendable())):
            send_again(one, by=office.cast.owner.actor)
        assert (len(failed), resendable().count()) == (2, 0)
    office.run_jobs()
    assert [one.state for one in office.outgoing()] == ["sent", "sent"]
    assert len(door.got) == 2


def test_a_way_through_the_page_and_what_does_not_fit_stands_beside_its_field(
    office: Office, server: tuple[Server, int], client_of
) -> None:
    _door, port = server
    page = client_of(office.cast.administrator)
    assert "smtp.example.com" in page.get(f"{PAGE}?kind=smtp").content.decode()
    fields = {"kind": "smtp", "name": "Office", "host": "127.0.0.1", "port": port, "security": "none"}
    assert page.post(PAGE, fields | {"addresses": ["sales@acme.test"], "has_return_path": "on"}).status_code == 302
    with tenancy.organization(office.cast.acme.pk):
        way = WayOut.objects.get()
        assert MailAddress.objects.get(address="sales@acme.test").way_out_id == way.pk
    for wrong, field in (
        ({"host": "10.0.0.1"}, "host"),
        ({"host": "a\r\nb"}, "host"),
        ({"port": "22"}, "host"),
        ({"name": ""}, "name"),
        ({"username": "desk"}, "secret"),
        ({"kind": "mailgun", "secret": "x"}, "domain"),
        ({"kind": "mailjet", "secret": "x"}, "username"),
    ):
        answer = page.post(PAGE, fields | wrong)
        assert answer.status_code == 422, wrong
        assert f'id="f-{field}-error"' in answer.content.decode(), wrong
    assert page.post(f"{PAGE}/{way.pk}/pause").status_code == 302
    assert page.post(f"{PAGE}/{way.pk}/test", {"to": "me"}).status_code == 409
    assert page.post(f"{PAGE}/{way.pk}/removal").status_code == 302


def test_ways_of_others_are_not_there_and_agents_may_not(
    office: Office, server: tuple[Server, int], client_of, token_of
) -> None:
    way = made(office, server[1])
    assert ask(token_of(office.cast.stranger), "get", f"/{way.pk}").status_code == 404
    assert client_of(office.cast.stranger).post(f"/globex/settings/mail/ways-out/{way.pk}/removal").status_code == 404
    assert ask(token_of(office.cast.agent), "get").status_code == 403
    assert client_of(office.cast.agent).get(PAGE).status_code == 403


class _Provider(BaseHTTPRequestHandler):
    asked: list[tuple[str, dict[str, str], dict[str, Any]]] = []
    status = 200

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append((self.path, dict(self.headers), json.loads(content)))
        body = json.dumps({"ErrorCode": 0, "MessageID": "x", "Message": "OK", "To": CUSTOMER}).encode()
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None: ...


def test_a_provider_is_given_the_key_the_headers_and_the_mail_s_id(office: Office, settings: Any) -> None:
    http = HTTPServer(("127.0.0.1", 0), _Provider)
    thread = threading.Thread(target=http.serve_forever)
    thread.start()
    settings.ANYMAIL = {"POSTMARK_API_URL": f"http://127.0.0.1:{http.server_port}/"}
    try:
        made(office, 1, kind="postmark", secret="key-of-ours", host="")
        reply(office, "sales@acme.test")
        _path, headers, sent = _Provider.asked[-1]
        own = next(one for one in office.outgoing() if one.kind == "reply")
        assert headers["X-Postmark-Server-Token"] == "key-of-ours"
        assert (sent["To"], sent["From"]) == (CUSTOMER, "Acme Travel <sales@acme.test>")
        assert {"Name": "Message-ID", "Value": own.header_id} in sent["Headers"]
        assert sent["Metadata"] == {"mail": str(own.pk)}
        assert own.state == "sent"
        _Provider.status = 401
        reply(office, "sales@acme.test")
        with tenancy.organization(office.cast.acme.pk):
            assert "does not accept our sign-in" in WayOut.objects.get().problem
    finally:
        _Provider.status = 200
        http.shutdown()
        http.server_close()
        thread.join(10)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["brevo", "mailgun", "mailjet", "postmark", "resend"])
def test_every_provider_that_is_offered_can_be_opened(in_acme: Cast, kind: str) -> None:
    given = {"secret": "k", "username": "public", "domain": "mg.acme.test", "addresses": ()}
    way = add_way(edit(1, kind=kind, **given), by=in_acme.owner.actor)
    assert connection_of(way).esp_name.lower() == kind


def ask(secret: str, method: str, path: str = "", data: Any = None) -> HttpResponse:
    body = {"data": json.dumps(data), "content_type": "application/json"} if data is not None else {}
    return getattr(Client(), method)(API + path, **body, headers={"Authorization": f"Bearer {secret}"})
