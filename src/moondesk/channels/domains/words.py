"""What was found of a domain, in plain words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PARTS: dict[str, Promise] = {
    "owner": _("Whose domain it is"),
    "mx": _("Where mail is delivered (MX)"),
    "spf": _("Who may send (SPF)"),
    "dkim": _("The key of signatures (DKIM)"),
    "dmarc": _("What others do with mail that is not yours (DMARC)"),
}
STANDINGS: dict[str, Promise] = {
    "right": _("Right"),
    "advice": _("Could be better"),
    "missing": _("Missing"),
    "wrong": _("Wrong"),
    "unknown": _("Not known"),
}
_SENTENCES: dict[str, Promise] = {
    "not_now": _("DNS does not answer for this domain now. Try again in a few minutes."),
    "owner_there": _("It is proven that the domain is yours. Leave the record there: it is looked at every day."),
    "owner_ours": _("This desk gave you the domain."),
    "owner_not_needed": _("Mail from here leaves by a way out of your own, so nothing has to be proven here."),
    "owner_none": _(
        "Mail from this domain waits until you prove that it is yours: add this record and check again. Then it leaves."
    ),
    "mx_none": _("No server takes mail for this domain. Name the one that passes it on to this desk."),
    "mx_null": _("The domain says that it takes no mail at all. Name the server that passes it on to this desk."),
    "mx_there": _("Mail is delivered to these servers. They must pass it on to this desk, or be read as a mailbox."),
    "spf_none": _("Nothing says who may send for this domain, so others may take your mail for spam."),
    "spf_several": _("There may be only one such record, so none of them counts. Make one of them."),
    "spf_broken": _("Others cannot read this record: it is misspelt or asks for too many others. Put it right."),
    "spf_lacks": _("This record does not let your way out send. Change it to this one."),
    "spf_unsure": _(
        "This record does not name the server that mail leaves by. If that server sends from addresses that the record "
        "has already, all is well; else change it to this one."
    ),
    "spf_there": _("This record lets your way out send."),
    "dkim_ask": _(
        "Nobody here knows under which name your mail server signs. Give its selector above and check again."
    ),
    "dkim_elsewhere": _(
        "There is no key under the names that this provider mostly uses. If it gave you another, give that selector "
        "above and check again; else it shows the record to add."
    ),
    "dkim_none": _("There is no key under this name. Your mail server or provider shows the record to add."),
    "dkim_revoked": _("The key under this name was taken back. Your mail server or provider shows the new one."),
    "dkim_there": _("There is a key with which others can check your mail."),
    "dmarc_none": _("Nothing says what others shall do with mail that only pretends to be yours. Begin by watching."),
    "dmarc_several": _("There may be only one such record, so none of them counts. Make one of them."),
    "dmarc_broken": _("Others cannot read this record. Put this one in its place."),
    "dmarc_watches": _(
        "Others only watch. Once the reports show that all mail of yours is signed, ask them to set aside what is not."
    ),
    "dmarc_there": _("Others set aside mail that only pretends to be yours."),
}


def sentence(code: str) -> str:
    """Return what a code means."""
    return str(_SENTENCES[code])
