"""The mail with which a customer signs in to the help pages."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from moondesk.channels.mail.letters import Letter
from moondesk.channels.models import OutgoingMail
from moondesk.organizations.models import Organization
from moondesk.portals.queries import home_of, language_of_link
from moondesk.portals.rules import LINK_LASTS


def letter_to_sign_in(mail: OutgoingMail, organization: Organization, secret: str) -> Letter:
    """Return what the mail says, in the customer's language."""
    wanted = language_of_link(mail.event_id)
    name, minutes = {"name": organization.name}, {"minutes": int(LINK_LASTS.total_seconds() // 60)}
    with translation.override(wanted if wanted in dict(settings.LANGUAGES) else organization.language):
        return Letter(
            subject=_("Sign in to %(name)s") % name,
            language=translation.get_language() or "en",
            preheader=_("One press, and you see your tickets."),
            heading=_("Sign in to %(name)s") % name,
            paragraphs=[_("You asked for a link to sign in to the help pages of %(name)s. Here it is.") % name],
            button=_("Sign in"),
            url=f"{home_of(organization)}/sign-in/{secret}",
            small=_("The link works once, for %(minutes)d minutes. It is yours alone, so do not pass it on.") % minutes,
            foot=[_("Did you not ask for it? Then you need not do anything, and nobody is signed in.")],
        )
