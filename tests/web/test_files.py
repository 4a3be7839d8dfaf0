"""Files on pages: with and without a script, at the desk, in the portal, behind a link, in the public form."""

import re
import time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from moondesk.conversations.actions import add_note, reply_to_customer
from moondesk.conversations.attachments import files_of
from moondesk.conversations.models import Message
from moondesk.events.models import Event
from moondesk.files.actions import change_limits, take_uploads
from moondesk.files.examining import examine
from moondesk.files.models import File
from moondesk.files.rules import Limits
from moondesk.kit import tenancy
from tests import factories
from tests.files import samples
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db


def part(name: str = "notes.txt", content: bytes = b"Some notes.\n") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/octet-stream")


def body_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def last_message(cast: Cast) -> tuple[Message, list[File]]:
    with tenancy.organization(cast.acme.pk):
        message = Message.objects.filter(ticket=cast.ticket).latest("id")
        return message, files_of([message.pk]).get(message.pk, [])


def on_message(cast: Cast, name: str = "notes.txt", content: bytes = b"Some notes.\n", *, note: bool = False) -> File:
    with tenancy.organization(cast.acme.pk):
        ticket = type(cast.ticket).objects.get(pk=cast.ticket.pk)
        files = take_uploads([factories.make_file(name, content, by=cast.agent.actor).pk], by=cast.agent.actor)
        (add_note if note else reply_to_customer)(ticket, "Look", by=cast.agent.actor, files=files)
        return files[0]


def test_a_reply_with_uploads_and_one_without_a_script(cast: Cast, client_of) -> None:
    client = client_of(cast.agent)
    up = client.post("/acme/desk/files", {"file": part()})
    assert (up.status_code, up.json()["name"], up.json()["size"]) == (201, "notes.txt", "12 B")
    form = {
        "kind": "reply",
        "body": "See",
        "file_id": up.json()["id"],
        "files": [part("second.txt"), part("third.txt")],
    }
    assert client.post(f"/acme/desk/tickets/{cast.ticket.number}/messages", form).status_code == 302
    assert [one.name for one in last_message(cast)[1]] == ["notes.txt", "second.txt", "third.txt"]
    page = client.get(f"/acme/desk/tickets/{cast.ticket.number}").content.decode()
    assert page.count('class="file"') == 3


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.txt", b"", "file_empty"),
        ("a.png", b"words", "file_type_mismatch"),
        ("a.png", samples.huge_picture(), "file_image_too_large"),
    ],
)
def test_a_refused_upload_says_why_to_the_script(cast: Cast, client_of, name: str, content: bytes, code: str) -> None:
    refused = client_of(cast.agent).post("/acme/desk/files", {"file": part(name, content)})
    assert refused.status_code == 422
    assert refused.json()["code"] == code
    assert refused.json()["message"]


def test_nothing_typed_is_lost_when_a_file_is_refused(cast: Cast, client_of) -> None:
    client = client_of(cast.agent)
    kept = client.post("/acme/desk/files", {"file": part("good.txt")}).json()["id"]
    form = {"kind": "reply", "body": "A long answer", "file_id": kept, "files": [part("bad.png")]}
    answer = client.post(f"/acme/desk/tickets/{cast.ticket.number}/messages", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "A long answer" in page
    assert f'value="{kept}"' in page
    assert "the content is something else" in page
    again = client.post(
        f"/acme/desk/tickets/{cast.ticket.number}/messages", {"kind": "reply", "body": "A long answer", "file_id": kept}
    )
    assert again.status_code == 302
    assert [one.name for one in last_message(cast)[1]] == ["good.txt"]


def test_an_upload_is_taken_off_again(cast: Cast, client_of) -> None:
    client = client_of(cast.agent)
    file = client.post("/acme/desk/files", {"file": part()}).json()["id"]
    assert client_of(cast.owner).post(f"/acme/desk/files/{file}/removal").status_code == 204
    assert client.get(f"/acme/desk/files/{file}").status_code == 302
    assert client.post(f"/acme/desk/files/{file}/removal").status_code == 204
    assert client.get(f"/acme/desk/files/{file}").status_code == 404


def test_a_ticket_for_a_caller_gets_files(cast: Cast, client_of) -> None:
    form = {
        "email": "new@customer.test", "subject": "Broken", "body": "See the photo", "priority": "medium",
        "type": "question", "channel": "phone", "files": [part("photo.png", samples.picture())],
    }  # fmt: skip
    assert client_of(cast.owner).post("/acme/desk/tickets/new", form).status_code == 302
    with tenancy.organization(cast.acme.pk):
        message = Message.objects.latest("id")
        assert [one.name for one in files_of([message.pk])[message.pk]] == ["photo.png"]


def test_a_download_needs_no_cookie_and_is_noted(cast: Cast, client_of) -> None:
    file = on_message(cast, "<b>ö.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    sent = client_of(cast.agent).get(f"/acme/desk/files/{file.pk}")
    assert sent.headers["Location"].startswith("/files/")
    answer = Client().get(sent.headers["Location"])
    assert body_of(answer).startswith(b"<svg")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "\n" not in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    with tenancy.organization(cast.acme.pk):
        assert Event.objects.filter(name="file.opened", subject_id=file.pk).count() == 1


def test_pictures_and_previews_at_the_desk(cast: Cast, client_of) -> None:
    client = client_of(cast.agent)
    file = on_message(cast, "paper.pdf", samples.pdf(2))
    assert client.get(f"/acme/desk/files/{file.pk}/pictures/small").status_code == 404
    examine(cast.acme.pk, file.pk)
    page = client.get(f"/acme/desk/tickets/{cast.ticket.number}").content.decode()
    assert f"/acme/desk/files/{file.pk}/pictures/small" in page
    picture = client.get(f"/acme/desk/files/{file.pk}/pictures/2")
    assert (picture.headers["Content-Type"], picture.content[:4]) == ("image/png", b"\x89PNG")
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    for wrong in ("3", "0", "x", "text", "small.x"):
        assert client.get(f"/acme/desk/files/{file.pk}/pictures/{wrong}").status_code == 404
    look = client.get(f"/acme/desk/files/{file.pk}/preview", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in look
    assert "Page 1 of 2" in look
    assert "<html" in client.get(f"/acme/desk/files/{file.pk}/preview").content.decode()


def test_code_is_shown_with_colours(cast: Cast, client_of) -> None:
    file = on_message(cast, "job.py", b"import os\nprint('<script>')\n")
    examine(cast.acme.pk, file.pk)
    page = client_of(cast.agent).get(f"/acme/desk/files/{file.pk}/preview").content.decode()
    assert '<span class="kn">import</span>' in page
    assert "&lt;script&gt;" in page


def test_a_newer_version_takes_the_place_and_the_older_opens(cast: Cast, client_of) -> None:
    client = client_of(cast.agent)
    file = on_message(cast, "offer.txt", b"one")
    assert client.post(f"/acme/desk/files/{file.pk}/versions", {"file": part("offer2.txt", b"two")}).status_code == 302
    page = client.get(f"/acme/desk/tickets/{cast.ticket.number}").content.decode()
    assert "offer2.txt" in page
    assert "version 2" in page
    (current,) = last_message(cast)[1]
    look = client.get(f"/acme/desk/files/{current.pk}/preview").content.decode()
    assert "offer.txt" in look
    refused = client_of(cast.viewer).post(f"/acme/desk/files/{file.pk}/versions", {"file": part()})
    assert refused.status_code in (403, 404)


def test_no_file_of_a_note_reaches_a_customer(cast: Cast, client_of) -> None:
    file = on_message(cast, "secret.txt", note=True)
    number = cast.ticket.number
    customer = client_of(cast.customer)
    for address in (
        f"/acme/help/tickets/{number}/files/{file.pk}",
        f"/acme/help/tickets/{number}/files/{file.pk}/preview",
        f"/acme/help/t/{cast.link}/files/{file.pk}",
        f"/acme/help/t/{cast.link}/files/{file.pk}/pictures/small",
    ):
        assert customer.get(address).status_code == 404
    assert "secret.txt" not in customer.get(f"/acme/help/tickets/{number}").content.decode()
    assert client_of(cast.other_agent).get(f"/acme/desk/files/{file.pk}").status_code == 404
    assert client_of(cast.stranger).get(f"/acme/desk/files/{file.pk}").status_code == 404
    assert client_of(cast.stranger).get(f"/globex/desk/files/{file.pk}").status_code == 404


def test_a_held_reply_shows_its_file_to_nobody_outside(cast: Cast, client_of) -> None:
    from moondesk.kit.clock import now

    file = on_message(cast)
    with tenancy.organization(cast.acme.pk):
        Message.objects.filter(pk=last_message(cast)[0].pk).update(held_until=now())
    assert client_of(None).get(f"/acme/help/t/{cast.link}/files/{file.pk}").status_code == 404
    assert client_of(cast.agent).get(f"/acme/desk/files/{file.pk}").status_code == 302


@pytest.mark.parametrize("signed_in", [True, False])
def test_a_customer_answers_with_a_file_and_fetches_it(cast: Cast, client_of, signed_in: bool) -> None:
    client = client_of(cast.customer if signed_in else None)
    here = f"/acme/help/tickets/{cast.ticket.number}" if signed_in else f"/acme/help/t/{cast.link}"
    up = client.post(f"{here}/files", {"file": part("photo.png", samples.picture())})
    assert up.status_code == 201
    assert client.post(f"{here}/messages", {"body": "", "file_id": up.json()["id"]}).status_code == 302
    message, files = last_message(cast)
    assert (message.body, [one.name for one in files]) == ("", ["photo.png"])
    examine(cast.acme.pk, files[0].pk)
    page = client.get(here).content.decode()
    assert f"{here}/files/{files[0].pk}/pictures/small" in page
    assert client.get(f"{here}/files/{files[0].pk}/pictures/small").status_code == 200
    assert "photo.png" in client.get(f"{here}/files/{files[0].pk}/preview").content.decode()
    sent = client.get(f"{here}/files/{files[0].pk}")
    assert body_of(Client().get(sent.headers["Location"])) == samples.picture()
    assert client.post(f"{here}/files/{files[0].pk}/preview").status_code == 405


def test_a_link_opens_no_file_of_another_ticket(cast: Cast, client_of) -> None:
    with tenancy.organization(cast.acme.pk):
        second = factories.make_ticket(requester=cast.customer.contact, department=cast.flights)
        files = take_uploads([factories.make_file(by=cast.agent.actor).pk], by=cast.agent.actor)
        reply_to_customer(second, "On your other ticket", by=cast.agent.actor, files=files)
    assert client_of(None).get(f"/acme/help/t/{cast.link}/files/{files[0].pk}").status_code == 404
    own = client_of(cast.customer).get(f"/acme/help/tickets/{second.number}/files/{files[0].pk}")
    assert own.status_code == 302


def test_what_is_not_checked_is_named_but_not_offered(cast: Cast, client_of) -> None:
    file = on_message(cast)
    for state, words in (("scanning", "Being checked"), ("infected", "Virus found")):
        with tenancy.organization(cast.acme.pk):
            File.objects.filter(pk=file.pk).update(state=state)
        for client, here, at in (
            (client_of(None), f"/acme/help/t/{cast.link}", f"/acme/help/t/{cast.link}/files/{file.pk}"),
            (client_of(cast.agent), f"/acme/desk/tickets/{cast.ticket.number}", f"/acme/desk/files/{file.pk}"),
        ):
            page = client.get(here).content.decode()
            assert words in page
            assert f'href="{at}' not in page
            assert client.get(at).status_code == 409


def opened(client: Client) -> str:
    page = client.get("/acme/help/new").content.decode()
    found = re.search(r'name="opened" value="([^"]+)"', page)
    assert found
    return found[1]


def test_the_public_form_takes_files_for_its_own_opening(
    cast: Cast, client_of, monkeypatch: pytest.MonkeyPatch
) -> None:
    from moondesk.web.portal import trap

    monkeypatch.setattr(trap, "YOUNGEST", 0.0)
    client, other = client_of(None), client_of(None)
    mark, foreign = opened(client), opened(other)
    file = client.post("/acme/help/new/files", {"file": part(), "opened": mark}).json()["id"]
    form = {"email": "new@customer.test", "subject": "Help", "message": "Please", "category": "", "file_id": file}
    refused = other.post("/acme/help/new", form | {"opened": foreign})
    assert refused.status_code == 422
    assert "not there any more" in refused.content.decode()
    assert client.post("/acme/help/new", form | {"opened": mark}).status_code == 302
    with tenancy.organization(cast.acme.pk):
        message = Message.objects.latest("id")
        assert [one.name for one in files_of([message.pk])[message.pk]] == ["notes.txt"]


def test_the_public_form_keeps_files_when_something_else_is_wrong(cast: Cast, client_of) -> None:
    client = client_of(None)
    mark = opened(client)
    time.sleep(2.1)
    file = client.post("/acme/help/new/files", {"file": part("kept.txt"), "opened": mark}).json()["id"]
    answer = client.post(
        "/acme/help/new", {"email": "", "subject": "", "message": "x", "opened": mark, "file_id": file}
    )
    assert answer.status_code == 422
    assert "kept.txt" in answer.content.decode()


def test_an_upload_to_no_real_opening_is_refused(cast: Cast, client_of) -> None:
    refused = client_of(None).post("/acme/help/new/files", {"file": part(), "opened": "made up"})
    assert refused.status_code == 422
    with tenancy.organization(cast.acme.pk):
        assert not File.objects.exists()


def test_a_form_without_files(cast: Cast, client_of) -> None:
    with tenancy.organization(cast.acme.pk):
        change_limits(Limits(from_forms=False), most_possible=10**9, by=cast.owner.actor)
    client = client_of(None)
    mark = opened(client)
    assert "file-uploads" not in client.get("/acme/help/new").content.decode()
    refused = client.post("/acme/help/new/files", {"file": part(), "opened": mark})
    assert refused.json()["code"] == "file_type_not_allowed"


def test_ids_that_are_none_open_nothing(cast: Cast, client_of) -> None:
    for wrong in ("01a1fce6-1336-7718-a1cd-a065fd9a449f", "../../etc/passwd", "1"):
        assert client_of(cast.agent).get(f"/acme/desk/files/{wrong}").status_code == 404
        assert Client().get(f"/files/{wrong}").status_code == 404
