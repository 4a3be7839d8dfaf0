"""The addresses at which an organization receives mail: adding, changing and removing them."""

import uuid
from dataclasses import dataclass
from typing import NoReturn

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, QuerySet
from django.utils.translation import gettext as _

from moondesk.accounts.models import normal_email
from moondesk.accounts.queries import is_sign_in
from moondesk.channels.errors import AddressInUse, AddressNotFound, InvalidAddress
from moondesk.channels.events import AddressChanged
from moondesk.channels.models import MailAddress
from moondesk.events.actions import emit
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Department
from moondesk.organizations.permissions import Permission

NAME_LENGTH = 120
SIGNATURE_LENGTH = 5000


@dataclass(frozen=True, kw_only=True)
class AddressEdit:
    """What an address shall be; the default address is that until another becomes it."""

    address: str
    name: str = ""
    department: uuid.UUID | None = None
    is_default: bool = False
    is_active: bool = True
    signature: str = ""


def addresses() -> QuerySet[MailAddress]:
    """Return the organization's addresses, the default one first."""
    return MailAddress.objects.select_related("department").order_by("-is_default", "-is_active", "address")


def get_address(address_id: uuid.UUID) -> MailAddress:
    """Return one address. Raises ``AddressNotFound``."""
    found = MailAddress.objects.select_related("department").filter(pk=address_id).first()
    if found is None:
        raise AddressNotFound(_("There is no such address."))
    return found


def add_address(edit: AddressEdit, *, by: Actor) -> MailAddress:
    """Receive mail at one more address; the first one becomes the default."""
    by.require(Permission.MAIL_MANAGE)
    is_first = not MailAddress.objects.filter(is_default=True).exists()
    address = MailAddress()
    _write(address, edit, is_default=edit.is_default or is_first)
    emit(AddressChanged(subject_id=address.pk, change="added", address=address.address), by=by)
    return address


def change_address(address: MailAddress, edit: AddressEdit, *, by: Actor) -> None:
    """Change what goes with an address. Its own letters stay: mails out there lead to it."""
    by.require(Permission.MAIL_MANAGE)
    if normal_email(edit.address.strip()) != address.address:
        _refuse("address", _("Mails lead to this address. Add another one instead."))
    is_default = address.is_default or edit.is_default
    if is_default and not edit.is_active:
        raise AddressInUse(_("Answers come from this address. Make another one the default first."))
    _write(address, edit, is_default=is_default)
    emit(AddressChanged(subject_id=address.pk, change="changed", address=address.address), by=by)


def remove_address(address: MailAddress, *, by: Actor) -> None:
    """Remove an address to which no mail has come. Raises ``AddressInUse``."""
    by.require(Permission.MAIL_MANAGE)
    if address.is_default:
        raise AddressInUse(_("Answers come from this address. Make another one the default first."))
    subject_id = address.pk
    try:
        with transaction.atomic():
            address.delete()
    except ProtectedError:
        raise AddressInUse(_("Mails have come to this address. Switch it off instead.")) from None
    emit(AddressChanged(subject_id=subject_id, change="removed", address=address.address), by=by)


def _write(address: MailAddress, edit: AddressEdit, *, is_default: bool) -> None:
    wanted = _checked(edit.address) if address._state.adding else address.address
    if len(edit.name.strip()) > NAME_LENGTH:
        _refuse("name", _("Up to %(most)s characters.") % {"most": NAME_LENGTH})
    if len(edit.signature) > SIGNATURE_LENGTH:
        _refuse("signature", _("Up to %(most)s characters.") % {"most": SIGNATURE_LENGTH})
    if edit.department is not None and not Department.objects.filter(pk=edit.department).exists():
        _refuse("department", _("This cannot be chosen."))
    address.address, address.name = wanted, " ".join(edit.name.split())
    address.department_id, address.signature = edit.department, edit.signature.strip()
    address.is_default, address.is_active = is_default, edit.is_active or is_default
    try:
        with transaction.atomic():
            if is_default:
                MailAddress.objects.filter(is_default=True).exclude(pk=address.pk).update(is_default=False)
            address.save(force_insert=address._state.adding)
    except IntegrityError:
        _refuse_taken()


def _checked(text: str) -> str:
    """Return an address that can become the organization's. One at which somebody signs in stays that person's.

    A plus sign is refused, or an address could be made that looks like somebody else's signed reply address.
    """
    wanted = normal_email(text.strip())
    try:
        validate_email(wanted)
    except ValidationError:
        _refuse("address", _("This is not a mail address. It looks like name@example.com."))
    if len(wanted) > 254 or "+" in wanted.partition("@")[0]:
        _refuse("address", _("Choose an address without a plus sign: what follows one marks answers."))
    if is_sign_in(wanted):
        _refuse_taken()
    return wanted


def _refuse_taken() -> NoReturn:
    """Say that it is taken, but not by whom: another organization's addresses and people are its own."""
    _refuse("address", _("This address is taken: a desk receives mail there, or somebody signs in with it."))


def _refuse(field: str, text: str) -> NoReturn:
    raise InvalidAddress(text, fields={field: text})
