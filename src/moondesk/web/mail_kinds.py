"""The kinds of mail to members, in words, and which of them somebody can get."""

from django.utils.translation import gettext_lazy

from moondesk.organizations.actions.preferences import MemberMail
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission

MAIL_KINDS = {
    MemberMail.ASSIGNED: gettext_lazy("Somebody assigns me a ticket"),
    MemberMail.MENTION: gettext_lazy("Somebody mentions me or my department"),
    MemberMail.REMINDER: gettext_lazy("A reminder of mine is due"),
    MemberMail.WOKEN: gettext_lazy("A ticket I snoozed is back"),
    MemberMail.BULK: gettext_lazy("Somebody changes many tickets at once that I follow"),
    MemberMail.MAILBOX: gettext_lazy("A mailbox cannot be read"),
    MemberMail.WAITING: gettext_lazy("Mails wait for a decision"),
}
_NEEDS = {MemberMail.MAILBOX: Permission.MAIL_MANAGE, MemberMail.WAITING: Permission.MAIL_RELEASE}


def mail_kinds_for(actor: Actor) -> list[MemberMail]:
    """Return the kinds of mail that the actor can get."""
    return [kind for kind in MemberMail if kind not in _NEEDS or actor.may(_NEEDS[kind])]
