"""The way out when the mail server says no, and mails that are not about a ticket."""

import re

import pytest

from moondesk.channels.actions import send_invitation, send_new_link
from moondesk.channels.mail.sending import TryAgain, send
from moondesk.channels.models import OutgoingMail
from moondesk.kit import tenancy
from moondesk.organizations.actions import invite_member
from moondesk.tickets.models import AccessLink, Participant
from moondesk.tickets.queries import participant_by_secret
from tests.harness.running import free_port
from tests.mail.conftest import Office


def _queued(office: Office) -> OutgoingMail:
    with tenancy.organization(office.cast.acme.pk):
        participant = Participant.objects.get(ticket=office.cast.ticket)
        mail = send_new_link(participant)
    assert mail is not None
    return mail


def test_while_the_server_is_away_the_mail_waits_and_then_goes_once(office: Office, settings: object) -> None:
    mail = _queued(office)
    right = settings.MAILERS  # type: ignore[attr-defined]
    wrong = right["default"]["OPTIONS"] | {"port": free_port()}
    settings.MAILERS = {"default": right["default"] | {"OPTIONS": wrong}}  # type: ignore[attr-defined]
    with pytest.raises(TryAgain):
        send(office.cast.acme.pk, mail.pk)
    [waiting] = office.outgoing()
    assert (waiting.state, waiting.attempts, waiting.error) == ("queued", 1, "The mail server cannot be reached.")
    sealed = right["default"]["OPTIONS"] | {"use_tls": True}
    settings.MAILERS = {"default": right["default"] | {"OPTIONS": sealed}}  # type: ignore[attr-defined]
    with pytest.raises(TryAgain):
        send(office.cast.acme.pk, mail.pk)
    assert "does not offer this encryption" in office.outgoing()[0].error
    settings.MAILERS = right  # type: ignore[attr-defined]
    send(office.cast.acme.pk, mail.pk)
    send(office.cast.acme.pk, mail.pk)
    office.run_jobs()
    assert [one.state for one in office.outgoing()] == ["sent"]
    assert len(office.caught()) == 1


def test_a_mail_cut_off_while_being_sent_goes_out_after_the_restart(office: Office) -> None:
    mail = _queued(office)
    with tenancy.organization(office.cast.acme.pk):
        OutgoingMail.objects.filter(pk=mail.pk).update(state="sending", attempts=1)
    office.run_jobs()
    assert [one.state for one in office.outgoing()] == ["sent"]
    assert len(office.caught()) == 1


def test_what_the_server_will_never_take_fails_with_its_reason(office: Office, settings: object) -> None:
    mail = _queued(office)
    options = settings.MAILERS["default"]  # type: ignore[attr-defined]
    # Our own listener is a server that knows no such recipient.
    settings.MAILERS = {"default": options | {"OPTIONS": options["OPTIONS"] | {"port": office.port}}}  # type: ignore[attr-defined]
    send(office.cast.acme.pk, mail.pk)
    [failed] = office.outgoing()
    assert failed.state == "failed"
    assert "550" in failed.error


def test_a_new_link_goes_to_the_participant_and_opens_the_ticket(office: Office) -> None:
    mail = _queued(office)
    with tenancy.organization(office.cast.acme.pk):
        before = AccessLink.objects.count()
    office.run_jobs()
    [sent] = office.caught()
    assert sent["To"] == mail.recipient
    found = re.search(r"/acme/help/t/(\S+)", sent.get_body(("plain",)).get_content())  # type: ignore[union-attr]
    assert found
    with tenancy.organization(office.cast.acme.pk):
        assert participant_by_secret(found[1]).pk == mail.participant_id
        assert AccessLink.objects.count() == before + 1


def test_an_invitation_goes_to_the_invited_alone_and_its_secret_is_not_kept(office: Office) -> None:
    with tenancy.organization(office.cast.acme.pk):
        invitation, secret = invite_member("new@acme.test", "support_agent", by=office.cast.owner.actor)
        mail = send_invitation(invitation, secret)
        assert mail is not None
        assert secret.encode() not in bytes(mail.sealed or b"")
    office.run_jobs()
    [sent] = office.caught()
    text = sent.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert (sent["To"], sent["X-Envelope-To"]) == ("new@acme.test", "new@acme.test")
    assert re.search(rf"/acme/invitations/{re.escape(secret)}\s", text)
    assert "Auto-Submitted" not in sent
    assert "Reply-To" not in sent
    assert office.outgoing()[0].sealed is None
