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
