"""Files that come in and go out by mail, over real SMTP."""

import datetime
from email.message import EmailMessage

import pytest
from django.core.files.storage import storages

from moondesk.channels.ledger import deciding, moving
from moondesk.channels.mail import enclosing, intake
from moondesk.channels.models import ReceivedMail
from moondesk.channels.rules import PARSE_ATTEMPTS
from moondesk.conversations.actions import add_note, reply_to_customer
from moondesk.conversations.attachments import files_of
from moondesk.conversations.models import Message
from moondesk.files.actions import set_quota, take_uploads
from moondesk.files.errors import StorageUnavailable
from moondesk.files.models import File, FileUse
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.organizations.actor import system_actor
from moondesk.tickets.models import Ticket
from tests import factories
from tests.files import samples
from tests.mail.conftest import CUSTOMER, Office, mail


def with_files(*files: tuple[str, bytes, str], text: str = "See the photo.") -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = CUSTOMER, "support@acme.test", "A photo"
    message["Message-ID"] = "<with-files@customer.test>"
    message.set_content(text)
    for name, content, type_ in files:
        main, _slash, sub = type_.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()


def files_on(office: Office) -> tuple[str, list[File]]:
    with tenancy.organization(office.cast.acme.pk):
        message = Message.objects.latest("id")
        return message.body, files_of([message.pk]).get(message.pk, [])


def parts(mail: EmailMessage) -> dict[str, bytes]:
    return {part.get_filename(): part.get_payload(decode=True) for part in mail.iter_attachments()}


def sent(office: Office, *names: tuple[str, bytes], note: bool = False) -> None:
    with tenancy.organization(office.cast.acme.pk):
        agent = office.cast.agent.actor
        ticket = Ticket.objects.get(pk=office.cast.ticket.pk)
        made = [factories.make_file(name, content, by=agent).pk for name, content in names]
        files = take_uploads(made, by=agent)
        (add_note if note else reply_to_customer)(ticket, "Here it is.", by=agent, files=files)
    office.run_jobs()


def test_files_of_a_mail_are_on_its_message(office: Office) -> None:
    picture = samples.picture()
    office.deliver(with_files(("fotö.png", picture, "image/png"), ("notes.txt", b"Some notes.\n", "text/plain")))
    body, files = files_on(office)
    assert body == "See the photo."
    assert [(one.name, one.type) for one in files] == [("fotö.png", "image/png"), ("notes.txt", "text/plain")]
    with storages["files"].open(files[0].key) as kept:
        assert kept.read() == picture
    with tenancy.organization(office.cast.acme.pk):
        assert File.objects.get(pk=files[0].pk).preview == "ready"


def test_what_is_not_taken_is_named_and_the_mail_still_arrives(office: Office) -> None:
    office.deliver(
        with_files(
            ("setup.exe", b"MZ" + b"\0" * 100, "application/octet-stream"),
            ("good.txt", b"fine\n", "text/plain"),
            ("bomb.zip", samples.bomb(), "application/zip"),
            ("huge.png", samples.huge_picture(), "image/png"),
        )
    )
    body, files = files_on(office)
    assert [one.name for one in files] == ["good.txt"]
    assert "kept with the original: setup.exe, bomb.zip, huge.png" in body


def test_without_room_a_mail_arrives_and_its_files_stay_with_the_original(office: Office) -> None:
    with tenancy.organization(office.cast.acme.pk):
        set_quota(8, by=system_actor(office.cast.acme.pk))
    office.deliver(with_files(("small.txt", b"small\n", "text/plain"), ("large.txt", b"x" * 9, "text/plain")))
    body, files = files_on(office)
    assert [one.name for one in files] == ["small.txt"]
    assert "kept with the original: large.txt" in body
    with tenancy.organization(office.cast.acme.pk):
        assert FileUse.objects.get().used == 6


def test_files_of_a_reply_go_with_its_mail(office: Office) -> None:
    sent(office, ("offer.pdf", samples.pdf(1)), ("page.html", b"<!doctype html><p>x</p>"))
    mail = office.caught()[-1]
    assert list(parts(mail)) == ["offer.pdf", "page.html"]
    assert parts(mail)["page.html"] == b"<!doctype html><p>x</p>"
    assert [part.get_content_type() for part in mail.iter_attachments()] == [
        "application/pdf",
        "application/octet-stream",
    ]


def test_too_much_for_a_mail_stays_behind_the_link(office: Office, monkeypatch) -> None:
    monkeypatch.setattr(enclosing, "ENCLOSED_LIMIT", 20)
    sent(office, ("small.txt", b"small\n"), ("large.txt", b"x" * 100))
    mail = office.caught()[-1]
    assert list(parts(mail)) == ["small.txt"]
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "large.txt (100 B)" in text


def test_files_of_a_note_go_nowhere(office: Office) -> None:
    sent(office, ("internal.txt", b"secret\n"), note=True)
    assert office.caught() == []


def test_an_infected_file_is_not_mailed_nor_named(office: Office) -> None:
    with tenancy.organization(office.cast.acme.pk):
        agent = office.cast.agent.actor
        files = take_uploads([factories.make_file("bad.txt", b"x", by=agent).pk], by=agent)
        File.objects.filter(pk=files[0].pk).update(state="infected", preview="none")
        ticket = Ticket.objects.get(pk=office.cast.ticket.pk)
        reply_to_customer(ticket, "Here it is.", by=agent, files=files)
    office.run_jobs()
    mail = office.caught()[-1]
    assert parts(mail) == {}
    assert "bad.txt" not in mail.as_string()


def test_a_mail_waits_for_the_file_store_that_has_its_bytes(office: Office, settings, tmp_path) -> None:
    waits = office.deliver(mail("Who am I?", From=None))
    with tenancy.organization(office.cast.acme.pk):
        ReceivedMail.objects.update(done_at=now() - datetime.timedelta(hours=2))
        moving.move_some()
        assert ReceivedMail.objects.get(pk=waits.pk).raw is None
        deciding.release(deciding.lock_mail(waits.pk), by=office.cast.owner.actor, sender=CUSTOMER)
    good = settings.STORAGES
    broken = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path / "no")}}
    settings.STORAGES = {**good, "files": broken}
    for _round in range(PARSE_ATTEMPTS + 1):
        with pytest.raises(StorageUnavailable):
            intake.process(office.cast.acme.pk, waits.pk)
    settings.STORAGES = good
    office.run_jobs()
    assert office.last().outcome == "ticket"
