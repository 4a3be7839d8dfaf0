"""What is kept of mails that nobody wanted: their lines for good, their bytes for some days."""

import datetime

import pytest

from moondesk.channels.errors import RawMailGone
from moondesk.channels.ledger import deciding, keeping, senders
from moondesk.channels.models import HookDelivery, ReceivedMail
from moondesk.channels.rules import Listing, Outcome
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from tests.factories_lasting import make_mail_hook
from tests.mail.conftest import CUSTOMER, Office, mail

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_waited_too_long_is_let_go_and_only_its_line_stays(office: Office) -> None:
    with tenancy.organization(office.cast.acme.pk):
        senders.list_sender(CUSTOMER, Listing.BLOCK, by=office.cast.owner.actor)
        keeping.set_waiting_days(7, by=office.cast.owner.actor)
    old, young = office.deliver(mail("Old")), office.deliver(mail("Young"))
    with tenancy.organization(office.cast.acme.pk):
        ReceivedMail.objects.filter(pk=old.pk).update(received_at=now() - datetime.timedelta(days=8))
        assert keeping.let_go() is False
        old.refresh_from_db()
        young.refresh_from_db()
        assert (old.outcome, old.decision, old.reason, old.raw) == ("ignored", "expired", "blocked", None)
        assert (young.outcome, young.raw is None) == ("quarantined", False)
        with pytest.raises(RawMailGone):
            deciding.process_again(deciding.lock_mail(old.pk), by=office.cast.owner.actor)
        ReceivedMail.objects.filter(pk=young.pk).update(outcome=Outcome.IGNORED)
        keeping.let_go()
        assert ReceivedMail.objects.get(pk=young.pk).raw is not None
        hook = make_mail_hook()
        for one in (old, young):
            HookDelivery.objects.create(hook=hook, name=str(one.pk), mail=one)
        ReceivedMail.objects.update(received_at=now() - datetime.timedelta(days=40))
        keeping.forget_deliveries()
        assert HookDelivery.objects.get().mail_id == young.pk, "while its bytes are here it is known as pushed"
        keeping.let_go()
        assert ReceivedMail.objects.get(pk=young.pk).raw is None
        keeping.forget_deliveries()
        assert not HookDelivery.objects.exists()
