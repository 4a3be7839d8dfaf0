"""Reading web forms."""

import uuid
from typing import Any

from django.db.models import Func, QuerySet
from django.utils.translation import gettext as _

from moondesk.files.queries import holds_uploads
from moondesk.kit.clock import now
from moondesk.webforms.errors import ConfirmationNotFound, WebFormNotFound
from moondesk.webforms.models import ApiSites, UnconfirmedRequest, WebForm


def all_forms() -> QuerySet[WebForm]:
    """Return the forms of the organization by name, the retired ones too."""
    return WebForm.objects.select_related("category__department", "department")


def get_form(form_id: uuid.UUID, *, lock: bool = False) -> WebForm:
    """Return one form, also a retired one. Raises ``WebFormNotFound``."""
    rows = all_forms().select_for_update(of=("self",)) if lock else all_forms()
    return _found(rows.filter(pk=form_id).first())


def form_named(key: str) -> WebForm:
    """Return the form that is shown under a key. Raises ``WebFormNotFound``."""
    return _found(all_forms().filter(key=key, retired_at=None).first())


def _found(form: WebForm | None) -> WebForm:
    if form is None:
        raise WebFormNotFound(_("There is no such form."))
    return form


def api_sites() -> list[str]:
    """Return the sites whose pages may use the public API."""
    row = ApiSites.objects.first()
    return list(row.origins) if row else []


def waiting_request(request_id: uuid.UUID, *, lock: bool = False) -> UnconfirmedRequest:
    """Return what waits for its sender, or waited and is a ticket. Raises ``ConfirmationNotFound``."""
    rows = UnconfirmedRequest.objects.select_related(
        "form__department", "form__category", "category", "ticket__requester"
    )
    rows = rows.select_for_update(of=("self",)) if lock else rows
    found = rows.filter(pk=request_id, expires_at__gt=now()).first()
    # The links of a contact end when the address they were mailed to is no longer theirs, and so does this one.
    moved = found is not None and found.ticket is not None and found.ticket.requester.email != found.email
    if found is None or moved:
        raise ConfirmationNotFound(_("This link is not good any more. Send your message again."))
    return found


def request_to_confirm(request_id: uuid.UUID) -> UnconfirmedRequest | None:
    """Return what waits, for the mail that asks its sender; None once it is a ticket or gone."""
    return UnconfirmedRequest.objects.filter(pk=request_id, ticket=None).first()


@holds_uploads
def _held() -> QuerySet[Any, Any]:
    """Return the uploads of what waits."""
    waiting = UnconfirmedRequest.objects.filter(ticket=None, expires_at__gt=now())
    return waiting.annotate(held=Func("file_ids", function="unnest")).values("held")
