"""What mails say that nobody has changed, as texts to begin with."""

from django.utils import translation
from django.utils.translation import gettext as _

from moondesk.channels.wording.rules import Texts

_NUMBER = {"number": "{{ ticket.number }}"}


def default_texts(kind: str, language: str) -> Texts:
    """Return the text that comes with Moondesk for a kind of mail."""
    with translation.override(language):
        return _WRITERS[kind]()


def _hello() -> str:
    return _("Hello, %(name)s.") % {"name": "{{ customer.name }}"}


def _confirmation() -> Texts:
    body = f"{_hello()} {_('Our team has it now.')}\n\n**{_('We write to you as soon as there is news.')}**"
    return Texts(_("We have your message [%(number)s]") % _NUMBER, _("We have your message"), body)


def _reply() -> Texts:
    return Texts(_("Re: %(subject)s [%(number)s]") % {"subject": "{{ ticket.subject }}", **_NUMBER})


def _status() -> Texts:
    said = _("Your ticket is now: %(status)s") % {"status": "{{ ticket.status }}"}
    body = f"{_hello()} {_('Is something still open? Answer this mail, and we go on with it.')}"
    return Texts(f"{said} [{_NUMBER['number']}]", said, body)


def _closing() -> Texts:
    body = f"{_hello()} {_('We think this is solved, so your ticket closes by itself soon.')}\n\n"
    body += _("It closes on %(moment)s.") % {"moment": "{{ ticket.closes_at }}"}
    return Texts(_("Your ticket closes soon [%(number)s]") % _NUMBER, _("Your ticket closes soon"), body)


def _survey() -> Texts:
    body = f"{_hello()} {_('Your ticket is done. Tell us whether our answer helped; one press is enough.')}"
    return Texts(_("Did our answer help? [%(number)s]") % _NUMBER, _("Did our answer help?"), body)


def _assigned() -> Texts:
    said = _("%(number)s is yours now, %(subject)s") % {**_NUMBER, "subject": "{{ ticket.subject }}"}
    return Texts(said, _("A ticket is yours now"))


def _mention() -> Texts:
    return Texts(_("%(name)s mentioned you on %(number)s") % {"name": "{{ agent.name }}", **_NUMBER})


def _reminder() -> Texts:
    said = _("Reminder for %(number)s, %(subject)s") % {**_NUMBER, "subject": "{{ ticket.subject }}"}
    return Texts(said, _("You wanted to be reminded"))


_WRITERS = {
    "confirmation": _confirmation,
    "reply": _reply,
    "status": _status,
    "closing": _closing,
    "survey": _survey,
    "assigned": _assigned,
    "mention": _mention,
    "reminder": _reminder,
}
