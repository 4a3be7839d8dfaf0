"""Mail that providers push: proven, kept before the yes, once, and never into another organization."""

import hashlib
import hmac
import json
import time
import uuid
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from moondesk.channels.models import MailAddress, ReceivedMail
from moondesk.config.bodies import limit_of
from moondesk.kit import tenancy
from moondesk.organizations.models import Organization
from tests.harness import database
from tests.mail.conftest import Office, mail

KEY = "key-of-mailgun"
API, PAGE = "/api/v1/mail-hooks", "/acme/settings/mail/providers"


def ask(secret: str, method: str, path: str = "", data: Any = None) -> HttpResponse:
    body = {"data": json.dumps(data), "content_type": "application/json"} if data is not None else {}
    return getattr(Client(), method)(API + path, **body, headers={"Authorization": f"Bearer {secret}"})


@pytest.fixture
def door(office: Office, token_of) -> Any:
    """Opens doors of acme; returns where to push to."""

    def open_one(provider: str, key: str = "") -> str:
        with tenancy.organization(office.cast.acme.pk):
            address = MailAddress.objects.get(address="support@acme.test")
        given = {"provider": provider, "key": key, "address": str(address.pk)}
        made = ask(token_of(office.cast.owner), "post", data=given)
        assert made.status_code == 201
        return str(made.json()["url"]).removeprefix("http://testserver")

    return open_one


def mailgun(raw: bytes, *, to: str = "support@acme.test", key: str = KEY, **changes: str) -> dict[str, str]:
    """Return the form that Mailgun posts."""
    stamp, token = str(int(time.time())), uuid.uuid4().hex
    form = {"timestamp": stamp, "token": token, "sender": "carla@customer.test", "recipient": to}
    form |= {"body-mime": raw.decode()} | changes
    signed = (form["timestamp"] + form["token"]).encode()
    return {"signature": hmac.new(key.encode(), signed, hashlib.sha256).hexdigest()} | form


def postmark(raw: bytes, name: str = "one", to: str = "support@acme.test") -> dict[str, Any]:
    """Return the document that Postmark posts."""
    about = {"MessageID": name, "OriginalRecipient": to, "FromFull": {"Email": "carla@customer.test"}}
    return about | {"Headers": [{"Name": "Return-Path", "Value": "<carla@customer.test>"}], "RawEmail": raw.decode()}


def received(office: Office) -> list[ReceivedMail]:
    found = []
    for organization in (office.cast.acme, office.cast.globex):
        with tenancy.organization(organization.pk):
            found += ReceivedMail.objects.order_by("id")
    return found


def test_a_push_of_mailgun_is_kept_whole_and_once(office: Office, door: Any) -> None:
    url, form = door("mailgun", KEY), mailgun(mail("café"))
    answers = [Client().post(url, form) for _ in range(2)]
    assert [(one.status_code, one.content) for one in answers] == [(200, b"")] * 2
    office.run_jobs()
    (kept,) = received(office)
    assert (kept.outcome, bytes(kept.raw or b""), kept.envelope_from) == ("ticket", mail("café"), "carla@customer.test")
    large = mail("x\r\n" * 1_500_000)
    assert Client().post(url, mailgun(large)).status_code == 200
    assert received(office)[-1].size == len(large)


def test_a_provider_does_not_speak_for_the_operators_server(office: Office, door: Any, settings: Any) -> None:
    settings.MAIL_AUTHSERV_IDS = ["mx.ours.test"]
    said = b"Authentication-Results: mx.ours.test; dmarc=pass header.from=customer.test\r\n"
    assert Client().post(door("mailgun", KEY), mailgun(said + mail("Forged"))).status_code == 200
    office.run_jobs()
    (kept,) = received(office)
    assert (kept.outcome, kept.proof, kept.evidence["by"]) == ("ticket", "unproven", "")


def test_who_does_not_prove_to_be_mailgun_brings_nothing(office: Office, door: Any) -> None:
    url = door("mailgun", KEY)
    old = str(int(time.time()) - 3600)
    tries = [
        (url, mailgun(mail(), key="wrong"), 401),
        (url, mailgun(mail()) | {"signature": ""}, 401),
        (url, mailgun(mail(), timestamp=old), 401),
        (url, {}, 406),
        (url.replace(url.split("/")[-2], "x" * 43), mailgun(mail()), 404),
        (url, {name: value for name, value in mailgun(mail()).items() if name != "body-mime"}, 406),
    ]
    for where, form, status in tries:
        answer = Client().post(where, form)
        assert (answer.status_code, answer.content) == (status, b"")
    assert Client().get(url).status_code == 405
    assert received(office) == []


def test_a_push_of_postmark_with_and_without_a_password(office: Office, door: Any) -> None:
    plain, guarded = door("postmark"), door("postmark", "us:secret")
    for name in ("one", "one", "two"):
        assert Client().post(plain, postmark(mail(name), name), content_type="application/json").status_code == 200
    document = postmark(mail("three"), "three")
    assert Client().post(guarded, document, content_type="application/json").status_code == 401
    headers = {"Authorization": "Basic dXM6c2VjcmV0"}
    assert Client().post(guarded, document, content_type="application/json", headers=headers).status_code == 200
    for odd in ("[]", "{", '{"MessageID": 1}', '"x"'):
        assert Client().post(plain, odd, content_type="application/json").status_code == 406
    assert Client().post(plain, "[" * 100_000, content_type="application/json").status_code == 400
    nameless = postmark(mail("four"), "")
    for _twice in range(2):
        assert Client().post(plain, nameless, content_type="application/json").status_code == 200
    kept = [bytes(one.raw or b"") for one in received(office)]
    assert kept == [mail("one"), mail("two"), mail("three"), mail("four")]


def test_a_door_leads_into_its_own_organization_alone(office: Office, door: Any) -> None:
    url = door("mailgun", KEY)
    for to in ("sales@acme.test", "support@globex.test", "", "nobody@nowhere.test"):
        assert Client().post(url, mailgun(mail(to or "none"), to=to)).status_code == 200
    found = received(office)
    assert {one.organization_id for one in found} == {office.cast.acme.pk}
    assert [one.recipient for one in found] == ["sales@acme.test", *["support@acme.test"] * 3]


def test_when_it_cannot_be_kept_the_provider_is_told_to_come_again(office: Office, door: Any, settings: Any) -> None:
    url, form = door("mailgun", KEY), mailgun(mail())
    with database.as_superuser() as connection:
        connection.execute("REVOKE INSERT ON channels_receivedmail FROM moondesk_app")
        try:
            assert Client().post(url, form).status_code == 503
        finally:
            connection.execute("GRANT INSERT ON channels_receivedmail TO moondesk_app")
    assert Client().post(url, form).status_code == 200
    settings.MAIL_SIZE_LIMIT = len(mail("More")) - 1
    assert Client().post(url, mailgun(mail("More"))).status_code == 413
    settings.MAIL_SIZE_LIMIT = 1_000_000
    settings.MAIL_SENDER_LIMIT = 1
    assert Client().post(url, mailgun(mail("More"))).status_code == 429
    assert len(received(office)) == 1


def test_how_large_a_push_may_be(settings: Any) -> None:
    scope = {"path": "/api/v1/inbound-mail/abc/mime", "headers": []}
    assert limit_of(scope) == 2 * settings.MAIL_SIZE_LIMIT
    assert limit_of(scope | {"path": "/api/v1/inbound-mail/a/b/mime"}) < settings.MAIL_SIZE_LIMIT


def test_doors_are_kept_by_page_and_api(office: Office, door: Any, client_of, token_of) -> None:
    door("mailgun", KEY)
    secret, client = token_of(office.cast.owner), client_of(office.cast.administrator)
    with tenancy.organization(office.cast.acme.pk):
        address = str(MailAddress.objects.get(address="support@acme.test").pk)
    opened = client.post(PAGE, {"provider": "postmark", "address": address})
    assert b"/api/v1/inbound-mail/" in opened.content
    listed = ask(secret, "get").json()["items"]
    assert [one["provider"] for one in listed] == ["mailgun", "postmark"]
    assert KEY not in json.dumps(listed)
    assert b"/api/v1/inbound-mail/" not in client.get(PAGE).content
    reports = client.post(PAGE, {"provider": "brevo", "address": address}).content.decode()
    assert (reports.count('id="hook-reports"'), reports.count('id="hook-mail"')) == (1, 0)
    for wrong in ({"provider": "mailgun"}, {"provider": "fax"}, {"provider": "postmark", "key": "a\nb"}):
        assert client.post(PAGE, {"address": address} | wrong).status_code == 422
        assert ask(secret, "post", data={"address": address} | wrong).status_code == 422
    assert ask(token_of(office.cast.agent), "get").status_code == 403
    assert ask(token_of(office.cast.stranger), "delete", f"/{listed[0]['id']}").status_code == 404
    assert ask(secret, "delete", f"/{listed[0]['id']}").status_code == 204
    assert client.post(f"{PAGE}/{listed[1]['id']}/removal").status_code == 302
    made = ask(secret, "post", data={"provider": "mailjet", "address": address}).json()
    assert (made["url"], made["reports_url"].endswith("/reports")) == (None, True)
    assert [one["provider"] for one in ask(secret, "get").json()["items"]] == ["brevo", "mailjet"]


def test_while_the_operator_has_switched_them_off_providers_are_put_off(office: Office, door: Any) -> None:
    url, form = door("mailgun", KEY), mailgun(mail("later"))
    with tenancy.organization(office.cast.acme.pk):
        Organization.objects.update(features_off=["mail_hooks"])
    assert Client().post(url, form).status_code == 429
    assert Client().post(url.removesuffix("/mime") + "/reports", form).status_code == 429
    assert received(office) == []
    with tenancy.organization(office.cast.acme.pk):
        Organization.objects.update(features_off=[])
    assert Client().post(url, form).status_code == 200
    assert len(received(office)) == 1
