"""What each step of the guided beginning shows and saves."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from moondesk.branding.actions import LinkEdit, LookEdit, change_look
from moondesk.branding.queries import current_look
from moondesk.channels.queries import last_received
from moondesk.conversations.actions import open_ticket
from moondesk.kit.clock import known_zones
from moondesk.kit.errors import InvalidInput, NotAllowed
from moondesk.organizations import actions
from moondesk.organizations.actor import Door
from moondesk.organizations.elements import Element
from moondesk.organizations.permissions import Role
from moondesk.organizations.queries import department_tree, hold_organization
from moondesk.organizations.roles import names_of_roles
from moondesk.organizations.rules import MOST_INVITED
from moondesk.tickets.actions import NewTicket
from moondesk.tickets.queries import listed_to
from moondesk.tickets.rules import Channel
from moondesk.web.edges import TenantRequest, contact_of_user, has_proven_address, portal_actor
from moondesk.web.first_steps import Doors
from moondesk.web.levels import level
from moondesk.web.settings.branding import look_shown, own_look
from moondesk.web.settings.inviting import invite_pasted, left_over, say_invited
from moondesk.web.setup_walk import Walk

type Shown = dict[str, Any]


def show_name(request: TenantRequest, walk: Walk) -> Shown:
    """Return the zones and languages there are."""
    zones = [(name, name.replace("_", " ")) for name in sorted(known_zones()) if "/" in name] + [("UTC", "UTC")]
    return {"zones": zones, "languages_offered": settings.LANGUAGES, "host": request.get_host()}


def save_name(request: TenantRequest, walk: Walk) -> None:
    """Change what founding said."""
    actions.update_organization(
        request.organization,
        name=request.POST.get("name", ""),
        language=request.POST.get("language", ""),
        time_zone=request.POST.get("time_zone", ""),
        undo_seconds=request.organization.undo_seconds,
        by=request.actor,
    )


def show_look(request: TenantRequest, walk: Walk) -> Shown:
    """Return the look of now, which the preview draws."""
    return look_shown(request, current_look())


def save_look(request: TenantRequest, walk: Walk) -> None:
    """Change colour and logo; the words of the help pages stay."""
    look = current_look()
    links = [LinkEdit(one["url"], one["labels"]) for one in look.links]
    edit = LookEdit(texts=look.texts, links=links, **own_look(request))
    change_look(request.organization, edit, by=request.actor)


def show_department(request: TenantRequest, walk: Walk) -> Shown:
    """Return the departments there are."""
    return {"departments": [one.name for one, _depth in department_tree()]}


def save_department(request: TenantRequest, walk: Walk) -> None:
    """Add a department."""
    actions.create_department(request.POST.get("name", ""), parent=None, by=request.actor)


def show_people(request: TenantRequest, walk: Walk) -> Shown:
    """Return as what people can be invited, and where they can work."""
    return {
        "roles": [one for one in names_of_roles().items() if one[0] != Role.OWNER],
        "departments": [(str(one.pk), one.name) for one, _depth in department_tree()],
        "most_invited": MOST_INVITED,
        "answers": [],
    }


def save_people(request: TenantRequest, walk: Walk) -> Shown | None:
    """Invite those who were pasted; those who cannot be invited stay in the form, each with the reason."""
    if request.POST.get("role") == Role.OWNER:  # an owner is invited where one proves who one is
        text = _("This cannot be chosen.")
        raise InvalidInput(text, fields={"role": text})
    answers = invite_pasted(request)
    if not all(one.is_invited for one in answers):
        return left_over(request, answers)
    say_invited(request, len(answers))
    return None


def show_mail(request: TenantRequest, walk: Walk) -> Shown:
    """Return the addresses, and the last mail that arrived."""
    last = last_received()
    return {
        "doors": Doors(request),
        "arrived": last,
        "number_prefix": request.organization.number_prefix,
        "may_set_up": level(request, Element.MAIL).usable,
        "may_see_ledger": level(request, Element.LEDGER).shown,
    }


def save_mail(request: TenantRequest, walk: Walk) -> None:
    """Go on: there is nothing to be saved, mail arrives at the address by itself."""


def show_request(request: TenantRequest, walk: Walk) -> Shown:
    """Return the request as it stands in the form before anybody changes it."""
    return {
        "subject": _("Can I change my delivery address?"),
        "message": _("Hello, I ordered yesterday and wrote the wrong street. Can it still be changed?"),
        "writer": request.user.email,
        "is_sent": walk.is_carried_out("request"),
    }


def save_request(request: TenantRequest, walk: Walk) -> HttpResponse:
    """Write in as a customer does, by the form's door, and open what came of it. Sent twice at once, it is one."""
    if not has_proven_address(request.user):
        raise NotAllowed(_("Confirm your mail address first."))
    hold_organization()
    language = get_language() or request.organization.language
    with transaction.atomic():
        contact = contact_of_user(request.user, language)
        if Walk(request).is_carried_out("request"):
            ticket = listed_to(request.actor).filter(requester=contact).order_by("-created_at").first()
        else:
            new = NewTicket(
                subject=request.POST.get("subject", ""), requester=contact, channel=Channel.WEB, language=language
            )
            actor = portal_actor(request.organization.pk, contact).through(Door.FORM)
            ticket, _message = open_ticket(new, request.POST.get("message", ""), by=actor)
            messages.success(request, _("This is your request. Answer it: the answer comes to your own mailbox."))
    if ticket is None:
        return redirect("desk:list", slug=request.organization.slug)
    return redirect(reverse("desk:ticket", kwargs={"slug": request.organization.slug, "number": ticket.number}))
