"""What can be wrong with addresses and mails."""

from moondesk.kit.errors import Conflict, InvalidInput, NotFound


class AddressNotFound(NotFound):
    """There is no such address here."""

    code = "mail_address_not_found"


class InvalidAddress(InvalidInput):
    """Something of an address does not fit, or it is taken; ``fields`` says what."""

    code = "invalid_mail_address"


class AddressInUse(Conflict):
    """The address cannot be removed or switched off: mails belong to it, or it is the default one."""

    code = "mail_address_in_use"


class RawMailGone(Conflict):
    """Only the line in the ledger is left of this mail: its bytes were let go when its time was over."""

    code = "raw_mail_gone"


class MailboxNotFound(NotFound):
    """There is no such mailbox here."""

    code = "mailbox_not_found"


class InvalidMailbox(InvalidInput):
    """Something of a mailbox does not fit; ``fields`` says what."""

    code = "invalid_mailbox"


class MailNotFound(NotFound):
    """There is no such mail in the ledger."""

    code = "mail_not_found"


class InvalidSurveyAsking(InvalidInput):
    """How customers are to be asked cannot be chosen; ``fields`` says what."""

    code = "invalid_mail_survey"


class InvalidQuestion(InvalidInput):
    """What was asked of the ledger does not fit; ``fields`` says where."""

    code = "invalid_ledger_question"


class MailDecided(Conflict):
    """Nothing is to be decided about this mail any more: it does not wait, or it became something."""

    code = "mail_decided"


class SenderNeeded(InvalidInput):
    """Nobody can tell who sent this mail; say who its ticket is for."""

    code = "mail_sender_needed"


class InvalidListing(InvalidInput):
    """This is neither a mail address nor a domain that can be listed."""

    code = "invalid_listed_sender"


class MailUnreadable(Conflict):
    """This mail cannot be shown in parts; it can be downloaded as it came."""

    code = "mail_unreadable"


class MailHookNotFound(NotFound):
    """There is no such door for a provider here."""

    code = "mail_hook_not_found"


class InvalidMailHook(InvalidInput):
    """Something of a door for a provider does not fit; ``fields`` says what."""

    code = "invalid_mail_hook"
