"""Troubles of mailboxes in plain words: what is wrong and what to do about it."""

from django.utils.translation import gettext_lazy as _

from moondesk.channels.mailboxes.rules import Trouble

WORDS = {
    Trouble.UNREACHABLE: _(
        "No mail server answers there with encryption and a certificate for its name. Check server and port."
    ),
    Trouble.SIGN_IN: _("The server does not take this name and password. Some want a password made for apps."),
    Trouble.TOKEN: _("The provider gives no access: the refresh token or the client's secret is not good any more."),
    Trouble.FOLDER: _("There is no such folder in the mailbox."),
    Trouble.TARGET: _("Mails come in, but there they stay as they are. Check the folder they are moved to."),
    Trouble.SERVER: _("The connection to the server broke while mails were read. Moondesk tries again by itself."),
}


def words_of(trouble: str) -> str:
    """Return what a trouble means, or nothing."""
    return str(WORDS[Trouble(trouble)]) if trouble else ""
