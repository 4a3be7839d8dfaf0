"""The mail that tries a way out."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from moondesk.channels.mail.letters import Letter
from moondesk.channels.models import OutgoingMail
from moondesk.organizations.models import Organization


def letter_of_test(mail: OutgoingMail, organization: Organization) -> Letter:
    """Return what the mail says: by which way it came, and that nothing is to be done."""
    with translation.override(organization.language):
        name = mail.way.name if mail.way else organization.name
        return Letter(
            subject=_("Test of %(name)s") % {"name": name},
            language=organization.language,
            preheader=_("This way out works."),
            heading=_("This way out works"),
            paragraphs=[_("Moondesk sent this mail to try the way out %(name)s.") % {"name": name}],
            rows=[(_("Sent to"), mail.recipient)],
            button=_("Open the settings of mail"),
            url=f"{settings.BASE_URL}/{organization.slug}/settings/mail",
            small=_("You need not do anything."),
        )
