"""Files by the API: upload, name them in a message, read, fetch, versions, and who may not."""

import io
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from moondesk.conversations.actions import add_note, reply_to_customer
from moondesk.files.actions import Incoming, store_file, take_uploads
from moondesk.files.examining import examine
from moondesk.files.models import File
from moondesk.kit import tenancy
from tests import factories
from tests.files import samples
from tests.harness.people import Cast

API = "/api/v1"
pytestmark = pytest.mark.django_db


def headers(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def sent(secret: str, name: str = "notes.txt", content: bytes = b"Some notes.\n", **extra: str) -> Any:
    data = {"file": SimpleUploadedFile(name, content, "text/plain")}
    return Client().post(f"{API}/files", data, headers=headers(secret) | extra)


def got(address: str, secret: str = "") -> Any:
    return Client().get(address, headers=headers(secret) if secret else {})


def fetched(address: str, secret: str = "") -> tuple[int, bytes, Any]:
    answer = got(address, secret)
    if answer.status_code != 302:
        return answer.status_code, b"", answer
    final = Client().get(answer.headers["Location"])
    body = b"".join(final.streaming_content) if final.streaming else final.content
    return final.status_code, body, final


def opened(address: str) -> int:
    answer = Client().get(address)
    assert b"".join(answer.streaming_content)
    return int(answer.status_code)


def write(cast: Cast, secret: str, **body: Any) -> Any:
    address = f"{API}/tickets/{cast.ticket.number}/messages"
    return Client().post(address, body, content_type="application/json", headers=headers(secret))


def test_upload_name_and_fetch(cast: Cast, token_of: Callable[..., str]) -> None:
    secret = token_of(cast.agent)
    made = sent(secret, "plan für morgen.txt")
    assert made.status_code == 201
    file = made.json()
    assert (file["name"], file["type"], file["size"], file["state"]) == (
        "plan für morgen.txt", "text/plain", 12, "unscanned",
    )  # fmt: skip
    message = write(cast, secret, body="See the plan.", file_ids=[file["id"]])
    assert message.status_code == 201
    assert [one["id"] for one in message.json()["files"]] == [file["id"]]
    listed = got(f"{API}/tickets/{cast.ticket.number}/messages", secret).json()["items"]
    assert [one["id"] for one in listed[-1]["files"]] == [file["id"]]
    assert got(f"{API}/files/{file['id']}", secret).json()["sha256"] == file["sha256"]
    status, body, final = fetched(f"{API}/files/{file['id']}/content", secret)
    assert (status, body) == (200, b"Some notes.\n")
    assert final.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''plan%20f")
    assert final.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in final.headers["Content-Security-Policy"]
    assert final.headers["Cache-Control"] == "private, no-store"
    assert not final.cookies


def test_only_files_and_no_words_are_a_message(cast: Cast, token_of: Callable[..., str]) -> None:
    secret = token_of(cast.agent)
    assert write(cast, secret, file_ids=[sent(secret).json()["id"]]).status_code == 201
    assert write(cast, secret, body="  ").status_code == 422
    assert write(cast, secret).json()["code"] == "invalid_message"


def test_a_ticket_is_opened_with_files(cast: Cast, token_of: Callable[..., str]) -> None:
    secret = token_of(cast.agent)
    new = {
        "subject": "A broken screen", "description": "Look.", "requester": {"email": "new@customer.test"},
        "file_ids": [sent(secret, "screen.png", samples.picture()).json()["id"]],
    }  # fmt: skip
    made = Client().post(f"{API}/tickets", new, content_type="application/json", headers=headers(secret))
    assert made.status_code == 201
    messages = got(f"{API}/tickets/{made.json()['number']}/messages", secret).json()["items"]
    assert messages[0]["files"][0]["width"] == 320


@pytest.mark.parametrize(
    ("name", "content", "status", "code"),
    [
        ("a.txt", b"", 422, "file_empty"),
        ("a.png", b"words", 422, "file_type_mismatch"),
        ("a.exe", b"MZ" + b"\0" * 90, 422, "file_type_not_allowed"),
        ("a.zip", samples.bomb(), 422, "file_archive_bomb"),
        ("a.png", samples.huge_picture(), 422, "file_image_too_large"),
        ("a.bin", b"\0" * (25 * 1024 * 1024 + 1), 413, "file_too_large"),
    ],
)
def test_bad_files_have_codes(
    cast: Cast, token_of: Callable[..., str], name: str, content: bytes, status: int, code: str
) -> None:
    refused = sent(token_of(cast.agent), name, content)
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    with tenancy.organization(cast.acme.pk):
        assert not File.objects.exists()


def test_a_body_over_all_limits_is_refused_by_its_head(cast: Cast, token_of: Callable[..., str]) -> None:
    refused = Client().generic(
        "POST", f"{API}/files", b"x", content_type="multipart/form-data; boundary=x",
        headers=headers(token_of(cast.agent)) | {"Content-Length": str(10**9)},
    )  # fmt: skip
    assert (refused.status_code, refused.json()["code"]) == (413, "body_too_large")


def test_a_request_without_a_file_says_what_is_missing(cast: Cast, token_of: Callable[..., str]) -> None:
    refused = Client().post(f"{API}/files", {}, headers=headers(token_of(cast.agent)))
    assert refused.status_code == 422
    assert "file" in refused.json()["fields"]


def test_others_uploads_and_unknown_ids_cannot_be_attached(cast: Cast, token_of: Callable[..., str]) -> None:
    theirs = sent(token_of(cast.owner)).json()["id"]
    with tenancy.organization(cast.globex.pk):
        foreign = str(factories.make_file(by=cast.stranger.actor).pk)
    mine = token_of(cast.agent)
    for wanted in (theirs, foreign, str(uuid.uuid4())):
        refused = write(cast, mine, body="x", file_ids=[wanted])
        assert (refused.status_code, refused.json()["code"]) == (404, "upload_not_found")
        for part in ("", "/content", "/thumbnail", "/versions"):
            assert got(f"{API}/files/{wanted}{part}", mine).status_code == 404
    assert write(cast, mine, body="x", file_ids=["../x"]).status_code == 422


def test_a_file_is_seen_by_those_who_see_its_ticket(cast: Cast, token_of: Callable[..., str]) -> None:
    with tenancy.organization(cast.acme.pk):
        ticket = type(cast.ticket).objects.get(pk=cast.ticket.pk)
        files = [take_uploads([factories.make_file(by=cast.agent.actor).pk], by=cast.agent.actor) for _ in range(2)]
        reply_to_customer(ticket, "Public", by=cast.agent.actor, files=files[0])
        add_note(ticket, "Internal", by=cast.agent.actor, files=files[1])
    public, internal = (f"{API}/files/{one[0].pk}/content" for one in files)
    assert fetched(public, token_of(cast.agent))[0] == 200
    assert fetched(internal, token_of(cast.agent))[0] == 200
    assert fetched(public, token_of(cast.other_agent))[0] == 404  # works in another department
    assert fetched(public, token_of(cast.stranger))[0] == 404
    no_notes = token_of(cast.agent, scopes=["tickets:ticket:view"])
    assert fetched(public, no_notes)[0] == 200
    assert fetched(internal, no_notes)[0] == 404


def test_an_address_ends_with_its_minute_and_its_askers_right(
    cast: Cast, token_of: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from moondesk.conversations import links

    secret = token_of(cast.agent)
    file = sent(secret).json()["id"]
    write(cast, secret, body="x", file_ids=[file])
    address = got(f"{API}/files/{file}/content", secret).headers["Location"]
    assert opened(address) == 200
    assert Client().get(address[:-2] + "xx").status_code == 404
    with tenancy.organization(cast.acme.pk):
        type(cast.agent.member).objects.filter(pk=cast.agent.member.pk).update(is_active=False)
    assert Client().get(address).status_code == 404
    with tenancy.organization(cast.acme.pk):
        type(cast.agent.member).objects.filter(pk=cast.agent.member.pk).update(is_active=True)
    assert opened(address) == 200
    monkeypatch.setattr(links, "LINK_SECONDS", -1)
    assert Client().get(address).status_code == 404


def test_a_deleted_ticket_takes_its_files_with_it(cast: Cast, token_of: Callable[..., str]) -> None:
    from moondesk.kit.clock import now

    secret = token_of(cast.agent)
    file = sent(secret).json()["id"]
    write(cast, secret, body="x", file_ids=[file])
    address = got(f"{API}/files/{file}/content", secret).headers["Location"]
    with tenancy.organization(cast.acme.pk):
        type(cast.ticket).objects.filter(pk=cast.ticket.pk).update(deleted_at=now())
    assert got(f"{API}/files/{file}", secret).status_code == 404
    assert Client().get(address).status_code == 404


def test_a_thumbnail_is_a_small_picture(cast: Cast, token_of: Callable[..., str]) -> None:
    secret = token_of(cast.agent)
    file = sent(secret, "a.png", samples.picture(2000, 1000)).json()["id"]
    assert got(f"{API}/files/{file}/thumbnail", secret).json()["code"] == "file_no_preview"
    examine(cast.acme.pk, uuid.UUID(file))
    status, body, final = fetched(f"{API}/files/{file}/thumbnail", secret)
    assert (status, final.headers["Content-Type"], body[8:12]) == (200, "image/webp", b"WEBP")
    assert got(f"{API}/files/{file}", secret).json()["has_thumbnail"] is True


def test_an_upload_is_removed_by_its_owner_until_it_is_sent(cast: Cast, token_of: Callable[..., str]) -> None:
    secret = token_of(cast.agent)
    first, second = (sent(secret).json()["id"] for _ in range(2))
    assert Client().delete(f"{API}/files/{first}", headers=headers(token_of(cast.owner))).status_code == 404
    assert Client().delete(f"{API}/files/{first}", headers=headers(secret)).status_code == 204
    assert got(f"{API}/files/{first}", secret).status_code == 404
    write(cast, secret, body="x", file_ids=[second])
    Client().delete(f"{API}/files/{second}", headers=headers(secret))
    assert got(f"{API}/files/{second}", secret).status_code == 200


def test_versions_are_listed_and_the_older_ones_open(cast: Cast, token_of: Callable[..., str]) -> None:
    secret = token_of(cast.agent)
    first = sent(secret, "offer.txt", b"one").json()["id"]
    write(cast, secret, body="The offer", file_ids=[first])
    data = {"file": SimpleUploadedFile("offer 2.txt", b"two", "text/plain")}
    second = Client().post(f"{API}/files/{first}/versions", data, headers=headers(secret)).json()
    assert second["version"] == 2
    listed = got(f"{API}/tickets/{cast.ticket.number}/messages", secret).json()["items"][-1]["files"]
    assert [one["id"] for one in listed] == [second["id"]]
    items = got(f"{API}/files/{first}/versions", secret).json()["items"]
    assert [(one["version"], one["name"]) for one in items] == [(2, "offer 2.txt"), (1, "offer.txt")]
    assert fetched(f"{API}/files/{first}/content", secret)[1] == b"one"
    assert fetched(f"{API}/files/{second['id']}/content", secret)[1] == b"two"


def test_what_customers_sent_stays_as_they_sent_it(cast: Cast, token_of: Callable[..., str]) -> None:
    with tenancy.organization(cast.acme.pk):
        message = type(factories.make_message(cast.ticket)).objects.filter(ticket=cast.ticket).earliest("id")
        file = factories.make_attachment(message).file_id
    data = {"file": SimpleUploadedFile("a.txt", b"other words", "text/plain")}
    refused = Client().post(f"{API}/files/{file}/versions", data, headers=headers(token_of(cast.agent)))
    assert refused.status_code == 403


def test_the_same_upload_twice_with_one_key_is_one_file(cast: Cast, token_of: Callable[..., str]) -> None:
    secret, key = token_of(cast.agent), {"Idempotency-Key": "upload-1"}
    first, again = sent(secret, **key), sent(secret, **key)
    assert first.json()["id"] == again.json()["id"]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert sent(secret, "other.txt", b"other", **key).json()["code"] == "idempotency_mismatch"


def test_a_customer_sends_and_fetches_with_their_secret(cast: Cast) -> None:
    address, secret = f"{API}/public/acme/tickets/{cast.ticket.number}", {"Moondesk-Ticket-Secret": cast.link}
    data = {"file": SimpleUploadedFile("photo.png", samples.picture(), "image/png")}
    made = Client().post(f"{address}/files", data, headers=secret)
    assert made.status_code == 201
    body = {"body": "", "file_ids": [made.json()["id"]]}
    answer = Client().post(f"{address}/messages", body, content_type="application/json", headers=secret)
    assert answer.status_code == 201
    listed = Client().get(address, headers=secret).json()["messages"][-1]["files"]
    assert [one["name"] for one in listed] == ["photo.png"]
    found = Client().get(f"{address}/files/{made.json()['id']}/content", headers=secret)
    final = Client().get(found.headers["Location"])
    assert b"".join(final.streaming_content) == samples.picture()
    assert Client().get(f"{address}/files/{made.json()['id']}/content").status_code == 404


def test_a_guest_gets_no_file_of_a_note_nor_of_another_ticket(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        ticket = type(cast.ticket).objects.get(pk=cast.ticket.pk)
        note = take_uploads([factories.make_file(by=cast.agent.actor).pk], by=cast.agent.actor)
        add_note(ticket, "Internal", by=cast.agent.actor, files=note)
        second = factories.make_ticket(requester=cast.customer.contact, department=cast.flights)
        own = take_uploads([factories.make_file(by=cast.agent.actor).pk], by=cast.agent.actor)
        reply_to_customer(second, "On your other ticket", by=cast.agent.actor, files=own)
    address, secret = f"{API}/public/acme/tickets/{cast.ticket.number}/files", {"Moondesk-Ticket-Secret": cast.link}
    for file in (note[0], own[0]):
        assert Client().get(f"{address}/{file.pk}/content", headers=secret).status_code == 404


def test_nobody_gets_what_is_not_checked_or_infected(cast: Cast, token_of: Callable[..., str]) -> None:
    secret = token_of(cast.agent)
    with tenancy.organization(cast.acme.pk):
        upload = store_file(Incoming("a.txt", "", io.BytesIO(b"x")), by=cast.agent.actor)
    for state, code in (("scanning", "file_not_checked"), ("infected", "file_quarantined")):
        with tenancy.organization(cast.acme.pk):
            File.objects.filter(pk=upload.pk).update(state=state)
        refused = got(f"{API}/files/{upload.pk}/content", secret)
        assert (refused.status_code, refused.json()["code"]) == (409, code)
