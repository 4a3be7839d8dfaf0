"""Asking a mailbox's owner for consent at the provider, and keeping the mailbox with what came of it.

What was typed waits in the session meanwhile, without secrets. The way to the provider is a link on a page of ours: a
form of ours may lead nowhere else.
"""

import time
import uuid
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from moondesk.channels.addressing import get_address
from moondesk.channels.mailboxes.actions import add_mailbox, change_mailbox
from moondesk.channels.mailboxes.consent import ask, redeem
from moondesk.channels.mailboxes.errors import InTrouble
from moondesk.channels.mailboxes.queries import get_mailbox
from moondesk.channels.mailboxes.settings import MailboxSettings
from moondesk.channels.mailboxes.words import words_of
from moondesk.channels.models import Mailbox
from moondesk.kit.errors import DomainError, InvalidInput, NotFound
from moondesk.organizations.permissions import Permission
from moondesk.web.coming_back import KEY, asked_in
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.settings.mail.mailbox_form import address_of_form, settings_of_form
from moondesk.web.settings.mail.sections import show_section
from moondesk.web.settings.page import refused
from moondesk.web.settings_list import address as address_of

PAGE = "mailboxes"
_LATER = "given by the provider"


def begin(request: TenantRequest, mailbox: Mailbox | None, again: Callable[..., HttpResponse]) -> HttpResponse:
    """Keep what was typed until the owner has agreed, and go on to the page that leads to the provider."""
    try:
        address = address_of_form(request.POST)
        given = replace(settings_of_form(request.POST), client_id="", client_secret="", token_url="")
        question = ask(given.sign_in, given.username.strip(), back())
        replace(given, secret=_LATER).checked(mailbox)
    except InvalidInput as error:
        return refused(request, error, again)
    request.session[KEY] = {
        "slug": request.organization.slug,
        "mailbox": str(mailbox.pk) if mailbox else "",
        "address": str(address.pk),
        "settings": asdict(replace(given, secret="")),
        "url": question.url,
        "state": question.state,
        "verifier": question.verifier,
        "at": time.time(),
    }
    return redirect("settings:mailbox_consent", slug=request.organization.slug)


def back() -> str:
    """Return where providers send people back to: one address for the whole installation, as it is registered there."""
    return f"{settings.BASE_URL}{reverse('mail_consent')}"


@require_GET
@in_desk(Permission.MAIL_MANAGE)
def consent(request: TenantRequest) -> HttpResponse:
    """Lead to the provider."""
    asked = _asked(request)
    values = {
        "url": asked["url"],
        "host": urlsplit(asked["url"]).hostname or "",
        "username": asked["settings"]["username"],
    }
    return show_section(request, PAGE, "consent", {"consent": values})


@require_GET
@in_desk(Permission.MAIL_MANAGE)
def consented(request: TenantRequest) -> HttpResponse:
    """Keep the mailbox with the access that was given, once."""
    asked = _asked(request)
    try:
        if asked.get("refused") or not asked.get("code"):
            raise InvalidInput(_("The provider gave no access. Nothing was changed."))
        _keep(request, asked)
        messages.success(request, _("The provider gave access. The mailbox is read from now on."))
    except InTrouble as error:
        messages.error(request, words_of(error.trouble))
    except DomainError as error:
        messages.error(request, error.message)
    del request.session[KEY]
    return redirect(address_of(request, PAGE))


def _keep(request: TenantRequest, asked: dict[str, Any]) -> None:
    given = MailboxSettings(**asked["settings"])
    found = get_mailbox(request.actor, uuid.UUID(asked["mailbox"])) if asked["mailbox"] else None
    address = get_address(uuid.UUID(asked["address"]))
    given = replace(given, secret=redeem(given.sign_in, asked["code"], asked["verifier"], back()))
    if found is None:
        add_mailbox(address, given, by=request.actor)
    else:
        change_mailbox(found, address, given, by=request.actor)


def _asked(request: TenantRequest) -> dict[str, Any]:
    asked = asked_in(request)
    if asked["slug"] != request.organization.slug:
        raise NotFound(_("This is over. Begin again at the mailbox."))
    return asked
