"""Files with a new request by the public API: only whoever uploaded them can send them."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from moondesk.conversations.attachments import files_of
from moondesk.conversations.models import Message
from moondesk.files.models import File, FileLimits
from moondesk.kit import tenancy
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/public/acme"
REQUEST = {"email": "bo@people.test", "subject": "Lost bag", "description": "It is red."}


def upload(
    client: Client, name: str = "bag.txt", claim: str = "", content: bytes = b"red"
) -> tuple[int, dict[str, Any]]:
    headers = {"Moondesk-Upload-Claim": claim} if claim else {}
    sent = client.post(f"{ROOT}/files", {"file": SimpleUploadedFile(name, content, "text/plain")}, headers=headers)
    return sent.status_code, json.loads(sent.content)


def write_in(client: Client, **more: Any) -> tuple[int, dict[str, Any]]:
    sent = client.post(f"{ROOT}/tickets", json.dumps(REQUEST | more), content_type="application/json")
    return sent.status_code, json.loads(sent.content)


def test_files_go_with_the_request(cast: Cast) -> None:
    client = Client()
    status, first = upload(client)
    assert status == 201, first
    _status, second = upload(client, "tag.txt", first["claim"])
    assert second["claim"] == first["claim"]
    status, made = write_in(client, file_ids=[first["id"], second["id"]], file_claim=first["claim"])
    assert status == 201, made
    with tenancy.organization(cast.acme.pk):
        message = Message.objects.latest("id")
        assert [file.name for file in files_of([message.pk])[message.pk]] == ["bag.txt", "tag.txt"]


def test_nobody_sends_what_another_uploaded(cast: Cast) -> None:
    _status, file = upload(Client())
    before = messages(cast)
    for claim in ("", "x" * 43, "-"):
        status, refused = write_in(Client(), file_ids=[file["id"]], file_claim=claim)
        assert (status, "file_ids" in refused["fields"]) == (404, True), refused
    assert messages(cast) == before


def messages(cast: Cast) -> int:
    with tenancy.organization(cast.acme.pk):
        return Message.objects.count()


def test_what_the_form_would_not_take_is_not_taken(cast: Cast) -> None:
    assert upload(Client(), claim="short")[0] == 422
    assert upload(Client(), "empty.txt", content=b"")[0] == 422
    assert upload(Client(), "virus.exe", content=b"MZ\x90\x00" + b"\0" * 200)[0] == 422
    with tenancy.organization(cast.acme.pk):
        FileLimits.objects.update_or_create(defaults={"from_forms": False})
    status, refused = upload(Client())
    assert (status, refused["code"]) == (422, "file_type_not_allowed")
    with tenancy.organization(cast.acme.pk):
        assert not File.objects.exists()
