"""The mail to somebody whose organization asks for a second factor that they do not have."""

import uuid

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from moondesk.accounts.queries import active_user, with_second_factor
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.organizations.queries import current_organization, member_of
from moondesk.organizations.second_factor import asked_from
from moondesk.web.account.mail_words import Words
from moondesk.web.clock import zone
from moondesk.web.formats import datetime_text


def second_factor_asked(user_id: str, organization: str) -> Words | None:
    """Return what the mail says; nothing where nobody asks any more, or the person has a second factor by now."""
    user = active_user(user_id)
    if user is None or with_second_factor([user.pk]):
        return None
    with tenancy.organization(uuid.UUID(organization)):
        member = member_of(user)
        if member is None:
            return None  # or the organization is gone
        own = current_organization()
        moment = asked_from(own, member)
    if moment is None:
        return None
    told = {"name": own.name}
    if moment > now():
        with timezone.override(zone(user.time_zone) or zone(own.time_zone)):
            when = _("Until %(moment)s you come in as before.") % {"moment": datetime_text(moment)}
    else:
        when = _("From now on you come in with it only.")
    return Words(
        _("%(name)s asks for a second step") % told,
        (
            _("To come to %(name)s, show besides your password a passkey or a code of an app on your phone.") % told,
            when,
            _("It takes a minute to set up."),
        ),
        _("Set it up"),
        settings.BASE_URL + reverse("second_factor_asked", kwargs={"slug": own.slug}),
    )
