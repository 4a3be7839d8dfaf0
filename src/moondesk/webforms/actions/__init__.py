"""What can be done with web forms."""

from moondesk.webforms.actions.receiving import Sent, confirm_request, receive, rehearse
from moondesk.webforms.actions.sites import change_api_sites
from moondesk.webforms.actions.writing import (
    WebFormEdit,
    change_form,
    create_form,
    drafted_form,
    lock_form,
    restore_form,
    retire_form,
)

__all__ = [
    "Sent",
    "WebFormEdit",
    "change_api_sites",
    "change_form",
    "confirm_request",
    "create_form",
    "drafted_form",
    "lock_form",
    "receive",
    "rehearse",
    "restore_form",
    "retire_form",
]
