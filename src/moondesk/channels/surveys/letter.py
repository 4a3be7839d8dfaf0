"""The mail that asks whether the answer helped, with two answers to press."""

from django.utils.translation import gettext as _

from moondesk.channels.mail.letters import Letter
from moondesk.conversations.rules import Vote


def choices_behind(page: str) -> list[tuple[str, str]]:
    """Return the answers with their links. A link only opens the page with its answer chosen: machines open links."""
    answers = ((_("Yes, it helped"), Vote.UP), (_("No, not yet"), Vote.DOWN))
    return [(label, f"{page}?answer={vote.value}") for label, vote in answers]


def letter_of_survey(hello: str, rows: list[tuple[str, str]], number: str) -> Letter:
    """Return what the mail says; its links are put in with the secret."""
    return Letter(
        subject=_("Did our answer help? [%(number)s]") % {"number": number},
        language="",
        preheader=_("One press is enough."),
        heading=_("Did our answer help?"),
        paragraphs=[f"{hello} {_('Your ticket is done. Tell us whether our answer helped; one press is enough.')}"],
        rows=rows,
        small=_("To add something, answer this mail, and we go on with it."),
    )
