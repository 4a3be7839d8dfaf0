"""How long mails wait for a decision, and letting those go whose time is over."""

import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from moondesk.channels.errors import InvalidQuestion
from moondesk.channels.events import LedgerKeepingChanged
from moondesk.channels.ledger.raws import drop_soon
from moondesk.channels.models import HookDelivery, LedgerKeeping, ReceivedMail
from moondesk.channels.rules import Decision, Outcome
from moondesk.events.actions import emit
from moondesk.kit.clock import now
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission

DEFAULT_DAYS = 30
DAYS = range(1, 366)
_AT_ONCE = 200


def waiting_days() -> int:
    """Return after how many days a mail that waits is let go."""
    return LedgerKeeping.objects.values_list("waiting_days", flat=True).first() or DEFAULT_DAYS


def set_waiting_days(days: int, *, by: Actor) -> None:
    """Change after how many days a mail that waits is let go."""
    by.require(Permission.MAIL_MANAGE)
    if days not in DAYS:
        text = _("Choose from %(first)s to %(last)s days.") % {"first": DAYS[0], "last": DAYS[-1]}
        raise InvalidQuestion(text, fields={"waiting_days": text})
    LedgerKeeping.objects.update_or_create(organization_id=by.organization_id, defaults={"waiting_days": days})
    emit(LedgerKeepingChanged(subject_id=by.organization_id, waiting_days=days), by=by)


def let_go() -> bool:
    """Let some mails go that waited too long, and the bytes of some that were discarded or ignored.

    Says whether there are more. Their lines stay in the ledger.
    """
    until = now() - datetime.timedelta(days=waiting_days())
    has_bytes = Q(raw__isnull=False) | ~Q(raw_key="")
    over = Q(received_at__lt=until) & (Q(decided_at=None) | Q(decided_at__lt=until))
    waited, ignored = Q(outcome=Outcome.QUARANTINED), Q(outcome=Outcome.IGNORED) & has_bytes
    more = [_let_go(over & one) for one in (waited, ignored)]  # each has an index of its own
    return any(more)


def _let_go(which: Q) -> bool:
    rows = ReceivedMail.objects.filter(which).select_for_update(of=("self",), skip_locked=True)
    found = list(rows.order_by("received_at").values_list("pk", "raw_key", "outcome")[:_AT_ONCE])
    waited = [pk for pk, _key, outcome in found if outcome == Outcome.QUARANTINED]
    ReceivedMail.objects.filter(pk__in=waited).update(
        outcome=Outcome.IGNORED, decision=Decision.EXPIRED, decided_at=now(), decided_by=""
    )
    ReceivedMail.objects.filter(pk__in=[pk for pk, *_more in found]).update(raw=None, raw_key="")
    drop_soon([key for _pk, key, _outcome in found if key])
    return len(found) == _AT_ONCE


def forget_deliveries() -> bool:
    """Forget what providers named mails that are gone, or whose bytes are; says whether there are more.

    While the bytes are here, a mail that is looked at again must be known as pushed: its headers prove nothing.
    """
    until = now() - datetime.timedelta(days=DEFAULT_DAYS)
    empty = Q(mail__raw=None, mail__raw_key="", mail__received_at__lt=until)
    some = list(
        HookDelivery.objects.filter(Q(mail=None) | empty).order_by("id").values_list("pk", flat=True)[:_AT_ONCE]
    )
    HookDelivery.objects.filter(pk__in=some).delete()
    return len(some) == _AT_ONCE
