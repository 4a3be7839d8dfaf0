"""Mails as they were sent: what of their HTML stays, what is never loaded, pictures from elsewhere."""

import re
import time
from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any

import pytest
from django.test import Client

from moondesk.channels.mail.pages import page_of
from moondesk.channels.models import MailPage, MailPicture, ReceivedMail
from moondesk.conversations.actions.editing import delete_message
from moondesk.conversations.models import Message
from moondesk.kit import tenancy
from moondesk.organizations.models import Member
from tests.files import samples
from tests.harness.names import Names
from tests.kit.test_egress import Site, running, say
from tests.mail.conftest import CUSTOMER, Office, mail
from tests.mail.loading import ways

HARMLESS = re.compile(r'<(/?)([a-z0-9]+)((?: [a-z-]+(?:="[^"]*")?)*)>')
HUGE = {
    "deep": "<div>" * 100_000 + "x",
    "attributes": "<p " + "".join(f'a{n}=""' for n in range(100_000)) + ">x",
    "spaced": "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x",
    "links": '<a href="https://x.test">x</a>' * 5001,
    "long": "x" * 1_100_000,
    "styles": f'<p style="{"color:red;" * 50_000}">x' * 2,
    "unclosed": "<a " * 300_000,
    "tables": "<table><tr><td>" * 5000,
    "formatting": "<b><i><u>" * 20_000 + "<p>" * 20_000,
    "cells": "<td>" * 100_000,
    "quotes": "<p '\"" * 100_000,
}


def test_what_stays_is_harmless_and_stays_as_it_is() -> None:
    found = page_of(ways(9))
    assert found is not None
    html, pictures = found
    for _end, tag, attributes in HARMLESS.findall(html):
        assert tag not in (
            "script",
            "style",
            "svg",
            "math",
            "link",
            "meta",
            "base",
            "iframe",
            "object",
            "form",
            "input",
        )
        for name, value in re.findall(r' ([a-z-]+)="([^"]*)"', attributes):
            assert name in ("href", "src", "style", "rel", "title", "alt", "align"), (tag, name)
            assert name != "src" or re.fullmatch(r"picture:\d+", value), value
            assert name != "style" or not re.search(r"url|\\|\(", value), value
            assert name != "href" or value.startswith("https://ok.example"), value
    assert page_of(html) is not None
    assert all(one.startswith("http://127.0.0.1:9/") for one in pictures)


@pytest.mark.parametrize("name", HUGE)
def test_reading_html_never_takes_long(name: str) -> None:
    began = time.process_time()
    page_of(HUGE[name])
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("href", "stays"),
    [
        ("https://ok.example/?a=1&amp;b=2", True),
        ("HTTP://ok.example", True),
        ("mailto:a@b.example", True),
        ("tel:+34 600 000 000", True),
        *[
            (href, False)
            for href in [
                "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)",
                "java\nscript:alert(1)", "&#106;avascript:alert(1)", "&#x6A;avascript&colon;alert(1)",
                "\x01javascript:x",
                "java&#0;script:alert(1)", "vbscript:x", "data:text/html,x", "data:text/html;base64,eA==", "file:///x",
                "//evil.example", "/desk/", "desk", "#x", "?x", "", "blob:x", "about:blank", "jar:x",
                "ms-word:ofe|u|x",
                "https:evil", "https:/evil.example", "https:\\\\evil.example", "http://a b", "picture:1",
                "cid:x",
                "ftp://x",
                "view-source:https://x", "feed:javascript:x", "mhtml:x", "livescript:x", "tel:javascript",
                "filesystem:x",
            ]
        ],
    ],
)  # fmt: skip
def test_links(href: str, stays: bool) -> None:
    found = page_of(f'<a href="{href}">x</a>')
    assert found is not None
    assert (" href=" in found[0]) == stays


BOUNDARY = "Content-Type: {kind}\r\nContent-ID: <{cid}>\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: inline; filename={cid}.png\r\n\r\n{data}\r\n"  # noqa: E501


def with_picture(html: str, cid: str) -> bytes:
    """A mail with HTML and a picture inside."""
    import base64

    data = base64.encodebytes(samples.picture()).decode()
    part = BOUNDARY.format(kind="image/png", cid=cid, data=data)
    body = f"--x\r\nContent-Type: text/html\r\n\r\n{html}\r\n--x\r\n{part}--x--"
    return mail(Content_Type='multipart/related; boundary="x"', body="").rstrip() + f"\r\n\r\n{body}\r\n".encode()


@pytest.fixture
def site(names: Names, settings: Any) -> Iterator[Site]:
    names.add("ok.test", "A", "127.0.0.1")
    with running(Site()) as server:
        settings.EGRESS_NETWORKS, settings.EGRESS_PORTS = [ip_network("127.0.0.1/32")], frozenset({server.server_port})
        yield server


def assert_sealed(frame: Any) -> None:
    policy = frame.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in policy
    assert "script-src" not in policy
    assert frame.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_pictures_inside_are_shown_and_others_on_demand(office: Office, site: Site, client_of, token_of) -> None:
    site.pages |= {
        "/p.png": say(samples.picture(), Content_Type="image/png"),
        "/no.svg": say(b"<svg onload='x()'/>", Content_Type="image/svg+xml"),
    }
    html = f'<p>Hi</p><img src="cid:logo"><img src="cid:other"><img src="{site.url}/p.png"><img src="{site.url}/no.svg"><img src="http://10.0.0.1/">'  # noqa: E501
    kept = office.deliver(with_picture(html, "logo"))
    with tenancy.organization(office.cast.acme.pk):
        number = kept.ticket.number if kept.ticket else ""
    client = client_of(office.cast.agent)
    at = f"/acme/desk/tickets/{number}/messages/{kept.message_id}/as-sent"
    framed = at.replace("as-sent", "mail-frame/without-pictures")
    shown = client.get(at).content.decode()
    assert "Show 3 pictures from elsewhere" in shown
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in shown
    assert CUSTOMER in shown
    frame = client.get(framed)
    assert_sealed(frame)
    inside = re.findall(r'src="([^"]+)"', frame.content.decode())
    assert len(inside) == 1
    assert site.seen == []
    nobody = Client()
    given = nobody.get(inside[0])
    assert (given.status_code, given.headers["Content-Type"]) == (200, "image/webp")
    assert given.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert nobody.get(inside[0][:-3] + "abc").status_code == 404

    all_of_them = re.findall(r'src="([^"]+)"', client.get(framed.replace("without", "with")).content.decode())
    assert len(all_of_them) == 4
    assert [nobody.get(one).status_code for one in all_of_them] == [200, 200, 404, 404]
    assert [path for _method, path, _headers in site.seen] == ["/p.png", "/no.svg"]
    assert nobody.get(all_of_them[1]).content[:4] == b"RIFF"
    assert len(site.seen) == 2, "fetched once"
    assert not {"cookie", "referer"} & set(site.seen[0][2])
    with tenancy.organization(office.cast.acme.pk):
        assert MailPicture.objects.count() == 3
    _pictures_by_the_api(at, token_of(office.cast.agent))
    _closed_when_deleted(office, client_of, kept, [at, framed], all_of_them[1])


def _pictures_by_the_api(at: str, secret: str) -> None:
    for query, addresses in (("", 1), ("?pictures=all", 4)):
        said = _by_the_api(at, secret, query)
        assert (said["html"].count("/mail-pictures/"), said["pictures_elsewhere"]) == (addresses, 3)


def _closed_when_deleted(office: Office, client_of, kept: ReceivedMail, pages: list[str], picture: str) -> None:
    for page in pages:
        assert client_of(office.cast.stranger).get(page).status_code == 404
    for works_here, status in ((False, 404), (True, 200)):
        with tenancy.organization(office.cast.acme.pk):
            Member.objects.filter(pk=office.cast.agent.member.pk).update(is_active=works_here)
        assert Client().get(picture).status_code == status
    with tenancy.organization(office.cast.acme.pk):
        delete_message(Message.objects.get(pk=kept.message_id), by=office.cast.owner.actor)
    for page in pages:
        assert client_of(office.cast.agent).get(page).status_code == 404
    assert Client().get(picture).status_code == 404


def test_pictures_of_other_mails_are_never_shown(office: Office, client_of) -> None:
    office.deliver(with_picture("<p>First</p>", "secret"))
    kept = office.deliver(mail('<p>Second</p><img src="cid:secret"><img src="cid:../x">', Content_Type="text/html"))
    with tenancy.organization(office.cast.acme.pk):
        page = MailPage.objects.get(message_id=kept.message_id)
        assert page.pictures == [{"url": "cid:secret"}]


def _opened_in_the_conversation(client: Client, number: str, at: str) -> None:
    page = client.get(f"/acme/desk/tickets/{number}").content.decode()
    assert page.count("Show quoted text") == 1
    assert f'data-lazy="{at}"' in page
    part = client.get(at, headers={"HX-Request": "true"})
    assert part.content.decode().count("<") == 2
    assert "On Sat, Acme wrote:\n&gt; We have &lt;b&gt;it&lt;/b&gt;" in part.content.decode()
    assert "/help/t/...\n" in part.content.decode(), "with that link anybody could be the customer"
    assert client.get(at).headers["Location"] == at.replace("quoted", "as-sent")


def _by_the_api(at: str, secret: str, query: str = "") -> dict[str, Any]:
    address = at.replace("/acme/desk", "/api/v1") + query
    return dict(Client().get(address, headers={"Authorization": f"Bearer {secret}"}).json())


def test_a_text_that_was_folded_is_shown_whole(office: Office, client_of, token_of) -> None:
    first = office.deliver(mail())
    assert first.ticket is not None
    number = first.ticket.number
    [confirmation] = office.caught()
    kept = office.deliver(
        mail(
            "Thanks!\r\n\r\nOn Sat, Acme wrote:\r\n> We have <b>it</b>\r\n> http://x.test/acme/help/t/k3y\r\n> end",
            In_Reply_To=confirmation["Message-ID"],
        ),
        confirmation["Reply-To"].addresses[0].addr_spec,
    )
    assert "+r1" in kept.recipient
    at = f"/acme/desk/tickets/{number}/messages/{kept.message_id}/as-sent"
    shown = client_of(office.cast.agent).get(at).content.decode()
    assert "&gt; We have &lt;b&gt;it&lt;/b&gt;" in shown
    assert "to support@acme.test" in shown
    assert "+r1" not in shown, "with that address anybody could write as the customer"
    _opened_in_the_conversation(client_of(office.cast.agent), number, at.replace("as-sent", "quoted"))
    assert client_of(office.cast.stranger).get(at.replace("as-sent", "quoted")).status_code == 404
    said = _by_the_api(at, token_of(office.cast.agent))
    assert (said["sender"], said["recipient"], said["html"]) == (CUSTOMER, "support@acme.test", "")
    assert said["quoted"] in said["text"]
    assert "> We have <b>it</b>" in said["quoted"]
    assert _by_the_api(at, token_of(office.cast.stranger))["code"] == "ticket_not_found"
    with tenancy.organization(office.cast.acme.pk):
        assert Message.objects.get(pk=kept.message_id).body == "Thanks!"
