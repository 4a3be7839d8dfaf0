"""Drafts through the desk and the API, and in two browsers."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from moondesk.conversations.models import Draft
from moondesk.kit import tenancy
from moondesk.organizations.models import Organization
from tests.harness.people import Cast, Person
from tests.harness.running import Desk, wait_until

SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def here(cast: Cast) -> str:
    return f"/acme/desk/tickets/{cast.ticket.number}"


def drafts(cast: Cast) -> dict[str, str]:
    with tenancy.organization(cast.acme.pk):
        return dict(Draft.objects.filter(ticket=cast.ticket).values_list("kind", "body"))


def waiting(cast: Cast) -> list[Any]:
    with tenancy.organization(cast.acme.pk):
        return [pk for ids in Draft.objects.filter(ticket=cast.ticket).values_list("file_ids", flat=True) for pk in ids]


def test_a_draft_is_kept_given_back_and_refused_when_old(cast: Cast, here: str, client_of: Any) -> None:
    client = client_of(cast.agent)
    kept = client.post(f"{here}/drafts", {"kind": "note", "body": "Ask *Rita*", "seen": ""}).json()["draft"]
    assert client.get(f"{here}/drafts").json() == {"drafts": [kept]}
    again = client.post(f"{here}/drafts", {"kind": "note", "body": "Other", "seen": ""})
    assert (again.status_code, again.json()["draft"]["body"]) == (409, "Ask *Rita*")
    seen = {"kind": "note", "body": "", "seen": kept["updated_at"]}
    assert client.post(f"{here}/drafts", seen).json() == {"draft": None}
    assert drafts(cast) == {}
    assert client.post(f"{here}/drafts", {"kind": "essay", "body": "x"}).status_code == 422


def upload(client: Client, name: str) -> str:
    sent = client.post("/acme/desk/files", {"file": SimpleUploadedFile(name, b"Some notes.")})
    return str(sent.json()["id"])


def test_files_are_given_back_with_it_and_go_when_sent(cast: Cast, here: str, client_of: Any) -> None:
    client = client_of(cast.agent)
    mine, others = upload(client, "plan.txt"), upload(client_of(cast.owner), "others.txt")
    kept = client.post(f"{here}/drafts", {"kind": "reply", "body": "", "file_id": [mine, others]}).json()["draft"]
    assert kept["files"] == [{"id": mine, "name": "plan.txt", "size": "11 B"}]
    assert client.get(f"{here}/drafts").json() == {"drafts": [kept]}
    conflict = client.post(f"{here}/drafts", {"kind": "reply", "body": "Other", "seen": ""})
    assert (conflict.status_code, conflict.json()["draft"]["files"]) == (409, kept["files"])
    sent = client.post(f"{here}/messages", {"kind": "note", "body": "See this", "file_id": mine}, headers=SCRIPT)
    assert sent.status_code == 200
    assert client.get(f"{here}/drafts").json() == {"drafts": []}


def test_undo_keeps_the_files_with_the_draft(cast: Cast, here: str, client_of: Any) -> None:
    with tenancy.organization(cast.acme.pk):
        Organization.objects.update(undo_seconds=30)
    client = client_of(cast.agent)
    early, later = upload(client, "early.txt"), upload(client, "later.txt")
    sent = client.post(f"{here}/messages", {"kind": "reply", "body": "Too early", "file_id": early}, headers=SCRIPT)
    client.post(f"{here}/drafts", {"kind": "reply", "body": "", "file_id": later})
    client.post(json.loads(sent["HX-Trigger"])["toast"]["undo"], headers=SCRIPT)
    [draft] = client.get(f"{here}/drafts").json()["drafts"]
    assert [file["name"] for file in draft["files"]] == ["early.txt", "later.txt"]


def test_a_program_keeps_files_with_a_draft(
    cast: Cast, client_of: Callable[[Person | None], Client], token_of: Callable[..., str]
) -> None:
    mine, others = upload(client_of(cast.agent), "plan.txt"), upload(client_of(cast.owner), "others.txt")
    client, address = Client(), f"/api/v1/tickets/{cast.ticket.number}/drafts"
    headers = {"Authorization": f"Bearer {token_of(cast.agent)}"}

    def put(*files: str) -> Any:
        return client.put(f"{address}/note", {"body": "", "file_ids": files}, "application/json", headers=headers)

    assert put(mine).json()["file_ids"] == [mine]
    refused = put(mine, others)
    assert (refused.status_code, refused.json()["code"]) == (404, "upload_not_found")
    assert [one["file_ids"] for one in client.get(address, headers=headers).json()["items"]] == [[mine]]
    assert put().status_code == 204
    assert client.get(address, headers=headers).json() == {"items": []}


def test_others_have_no_way_to_it(cast: Cast, here: str, client_of: Callable[[Person | None], Client]) -> None:
    client_of(cast.agent).post(f"{here}/drafts", {"kind": "reply", "body": "Mine"})
    assert client_of(cast.owner).get(f"{here}/drafts").json() == {"drafts": []}
    assert client_of(cast.other_agent).get(f"{here}/drafts").status_code == 404
    assert client_of(cast.stranger).get(f"{here}/drafts").status_code == 404
    assert client_of(cast.viewer).post(f"{here}/drafts", {"kind": "reply", "body": "x"}).status_code == 403
    assert drafts(cast) == {"reply": "Mine"}


def test_sending_removes_it_and_a_late_save_does_not_bring_it_back(cast: Cast, here: str, client_of: Any) -> None:
    client = client_of(cast.agent)
    for kind in ("reply", "note"):
        client.post(f"{here}/drafts", {"kind": kind, "body": f"A {kind}", "key": "k1"})
    sent = client.post(f"{here}/messages", {"kind": "reply", "body": "A reply", "key": "k1"}, headers=SCRIPT)
    assert sent.status_code == 200
    assert drafts(cast) == {"note": "A note"}
    late = client.post(f"{here}/drafts", {"kind": "reply", "body": "A reply", "key": "k1", "seen": ""})
    assert late.json() == {"draft": None}
    assert drafts(cast) == {"note": "A note"}


def test_what_is_refused_keeps_its_draft(cast: Cast, here: str, client_of: Any) -> None:
    client = client_of(cast.agent)
    client.post(f"{here}/drafts", {"kind": "reply", "body": "A reply", "key": "k1"})
    refused = client.post(f"{here}/messages", {"kind": "reply", "body": "A reply", "key": "k1", "status": "nonsense"})
    assert refused.status_code == 422
    assert drafts(cast) == {"reply": "A reply"}


def test_undo_writes_the_draft_back(cast: Cast, here: str, client_of: Any) -> None:
    with tenancy.organization(cast.acme.pk):
        Organization.objects.update(undo_seconds=30)
    client = client_of(cast.agent)
    sent = client.post(f"{here}/messages", {"kind": "reply", "body": "Too early", "key": "k1"}, headers=SCRIPT)
    client.post(f"{here}/drafts", {"kind": "reply", "body": "And this", "key": "k2"})
    undone = client.post(json.loads(sent["HX-Trigger"])["toast"]["undo"], headers=SCRIPT)
    assert "Too early\n\nAnd this</textarea>" in undone.content.decode()
    assert drafts(cast) == {"reply": "Too early\n\nAnd this"}


def test_a_program_has_drafts_too(cast: Cast, token_of: Callable[..., str]) -> None:
    client, address = Client(), f"/api/v1/tickets/{cast.ticket.number}/drafts"
    headers = {"Authorization": f"Bearer {token_of(cast.agent)}"}
    put = client.put(f"{address}/reply", {"body": "Hello"}, "application/json", headers=headers)
    assert (put.status_code, put.json()["body"]) == (200, "Hello")
    assert [one["kind"] for one in client.get(address, headers=headers).json()["items"]] == ["reply"]
    assert client.put(f"{address}/essay", {"body": "x"}, "application/json", headers=headers).status_code == 422
    assert client.delete(f"{address}/reply", headers=headers).status_code == 204
    assert client.put(f"{address}/note", {"body": " "}, "application/json", headers=headers).status_code == 204
    assert client.get(address, headers=headers).json() == {"items": []}
    viewer = {"Authorization": f"Bearer {token_of(cast.viewer)}"}
    assert client.put(f"{address}/note", {"body": "x"}, "application/json", headers=viewer).status_code == 403


def test_a_narrow_token_reads_no_drafts_of_what_it_may_not_write(
    cast: Cast, here: str, client_of: Any, token_of: Any
) -> None:
    view = "tickets:ticket:view"
    for kind in ("reply", "note"):
        client_of(cast.agent).post(f"{here}/drafts", {"kind": kind, "body": f"A secret {kind}"})
    for scopes, seen in (([view], set()), ([view, "tickets:message:reply"], {"reply"})):
        headers = {"Authorization": f"Bearer {token_of(cast.agent, scopes=scopes)}"}
        answer = Client().get(f"/api/v1/tickets/{cast.ticket.number}/drafts", headers=headers)
        assert {one["kind"] for one in answer.json()["items"]} == seen


@pytest.mark.browser
def test_a_draft_is_there_on_another_device(desk: Desk, page: Any, sign_in: Any) -> None:
    sign_in(desk.cast.agent)
    here = f"/acme/desk/tickets/{desk.cast.ticket.number}"
    page.goto(here)
    field = page.locator("#composer-body")
    with page.expect_response("**/drafts"):
        field.click()
        field.press_sequentially("Begun on the train")
    page.locator("[data-saved-at]", has_text="Saved").wait_for()
    page.keyboard.press("Escape")
    page.get_by_title("Internal note (N)").click()
    assert field.input_value() == "Begun on the train", "what has no note yet goes along"
    field.fill("For the team")
    wait_until(lambda: drafts(desk.cast) == {"note": "For the team"}, "the note is kept alone")
    page.get_by_title("Reply (R)").click()
    field.fill("For the customer")
    wait_until(lambda: drafts(desk.cast).get("reply") == "For the customer", "the reply is kept")
    plan = {"name": "plan.txt", "mimeType": "text/plain", "buffer": b"The plan."}
    page.locator("#composer-files").set_input_files([plan, plan | {"name": "wrong.txt"}])
    wait_until(lambda: len(waiting(desk.cast)) == 2, "the files are kept with it")
    page.get_by_role("button", name="Remove wrong.txt").click()
    wait_until(lambda: len(waiting(desk.cast)) == 1, "the removed one is not")
    page.reload()
    page.get_by_role("button", name="Remove plan.txt").wait_for()
    cookies = page.context.cookies()
    other = page.context.browser.new_context(base_url=desk.url)
    other.add_cookies(cookies)
    phone = other.new_page()
    phone.goto(here)
    phone.locator("[data-saved-at]", has_text="Your draft is back").wait_for()
    assert phone.locator("#composer-body").input_value() == "For the customer"
    phone.locator(".upload", has_text="plan.txt").wait_for()
    assert phone.locator(".upload").count() == 1
    phone.locator("#composer-body").press("Control+Enter")
    phone.locator(".msg.reply", has_text="For the customer").locator(".file", has_text="plan.txt").wait_for()
    assert phone.locator(".upload").count() == 0
    assert "reply" not in drafts(desk.cast)
    other.close()
