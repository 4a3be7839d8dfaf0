"""What somebody says of a mailbox, checked: nothing in it may end a line, and each part says what is wrong with it."""

from dataclasses import dataclass, fields, replace
from typing import Any

from django.utils.translation import gettext as _

from moondesk.channels.errors import InvalidMailbox
from moondesk.channels.mailboxes.applications import Application, application_at
from moondesk.channels.mailboxes.rules import PORTS, TOKEN_URLS, After, Past, Security, SignIn, is_clean, is_host
from moondesk.channels.models import Mailbox

_LONGEST = {"host": 253, "username": 254, "secret": 4000, "client_id": 254, "client_secret": 4000, "token_url": 500}
_FOLDER = 200
_DAYS = 3650


@dataclass(frozen=True, kw_only=True)
class MailboxSettings:
    """How a mailbox is to be read. An empty ``secret`` or ``client_secret`` leaves what is kept."""

    host: str
    username: str
    secret: str = ""
    port: int = 0
    security: str = Security.TLS
    sign_in: str = SignIn.PASSWORD
    client_id: str = ""
    client_secret: str = ""
    token_url: str = ""
    folder: str = "INBOX"
    after: str = After.SEEN
    move_to: str = ""
    delete_days: int = 0
    past: str = Past.LEAVE

    def checked(self, before: Mailbox | None = None) -> "MailboxSettings":
        """Return them tidied. Raises ``InvalidMailbox`` with what is wrong of each part."""
        tidy = replace(self, **{one.name: self._tidy(one.name) for one in fields(self)})
        wrong = tidy._wrong_choices() | tidy._wrong_words() | tidy._missing(before)
        if wrong:
            raise InvalidMailbox(next(iter(wrong.values())), fields=wrong)
        port = tidy.port or PORTS[Security(tidy.security)]
        url = TOKEN_URLS.get(SignIn(tidy.sign_in), tidy.token_url if tidy.sign_in == SignIn.OAUTH else "")
        operators = tidy._operators_application()
        return replace(tidy, port=port, token_url=operators.token_url if operators else url)

    def _operators_application(self) -> Application | None:
        return None if self.client_id else application_at(self.sign_in)

    def _tidy(self, name: str) -> Any:
        value = getattr(self, name)
        if not isinstance(value, str) or name in ("secret", "client_secret"):
            return value
        text = value.strip()
        return text.lower().rstrip(".") if name == "host" else text

    def _wrong_choices(self) -> dict[str, str]:
        chosen = {"security": Security, "sign_in": SignIn, "after": After, "past": Past}
        text = _("This cannot be chosen.")
        return {name: text for name, kinds in chosen.items() if getattr(self, name) not in {one.value for one in kinds}}

    def _wrong_words(self) -> dict[str, str]:
        wrong = {}
        for name, longest in {**_LONGEST, "folder": _FOLDER, "move_to": _FOLDER}.items():
            if len(getattr(self, name)) > longest or not is_clean(getattr(self, name)):
                wrong[name] = _("This is too long or has characters that cannot be used.")
        if self.host and not is_host(self.host):
            wrong["host"] = _("Give the name of a server, such as imap.example.com.")
        if self.token_url and not self.token_url.startswith("https://"):
            wrong["token_url"] = _("Give an address that begins with https://.")
        if not 0 <= self.port <= 65535:
            wrong["port"] = _("Give a number from 1 to 65535.")
        if not 0 <= self.delete_days <= _DAYS:
            wrong["delete_days"] = _("Give a number of days from 0 to 3650.")
        return wrong

    def _missing(self, before: Mailbox | None) -> dict[str, str]:
        by_token = self.sign_in != SignIn.PASSWORD
        is_same = before is not None and (before.sign_in != SignIn.PASSWORD) == by_token
        wanted = {
            "host": _("Say which server the mailbox is on."),
            "username": _("Say with which name Moondesk signs in there."),
            "folder": _("Say which folder is read."),
        }
        if not is_same:
            wanted["secret"] = _("Moondesk cannot sign in without it.")
        if by_token and self._operators_application() is None:
            wanted["client_id"] = _("Moondesk cannot sign in without it.")
        if self.sign_in == SignIn.OAUTH and self._operators_application() is None:
            wanted["token_url"] = _("Give an address that begins with https://.")
        if self.after == After.MOVE:
            wanted["move_to"] = _("Say to which folder mails are moved.")
        missing = {name: text for name, text in wanted.items() if not getattr(self, name)}
        if self.after == After.MOVE and self.move_to and self.move_to == self.folder:
            missing["move_to"] = _("Choose another folder than the one that is read.")
        return missing
