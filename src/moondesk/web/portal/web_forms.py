"""A web form: shown on its own or inside of another site, and what is sent with it (I3)."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from moondesk.channels.mail.addresses import shown_name
from moondesk.conversations.actions.writing import check_body
from moondesk.fields.forms import Moment
from moondesk.fields.models import in_language
from moondesk.files.errors import FileTypeNotAllowed, InvalidFile
from moondesk.files.queries import limits
from moondesk.kit.errors import InvalidInput
from moondesk.tickets.actions.opening import check_subject
from moondesk.tickets.fielding import PREFIX, chain_of, facts
from moondesk.tickets.models import Category
from moondesk.tickets.rules import Priority, TicketType
from moondesk.web import fragments, uploads
from moondesk.web.edges import TenantRequest, in_portal
from moondesk.web.fielding import Asked, Shown, catalogue_of, form_fields, read_posted, values_typed
from moondesk.web.form_preview import draws_previews
from moondesk.web.portal.counting import (
    FORM_BY_ORGANIZATION,
    NEW_BY_CLIENT,
    NEW_BY_SENDER,
    by_email,
    counted,
    is_repeated,
    refusal,
)
from moondesk.web.portal.embedding import Look, as_stranger, shown
from moondesk.web.portal.files import BY_CLIENT, BY_PLACE
from moondesk.web.portal.receipts import Receipt, receipt_of, sent_address
from moondesk.web.portal.trap import Opening, open_form, read_opening
from moondesk.web.typed import Typed, own_address_problem
from moondesk.webforms.actions import Sent, receive, rehearse
from moondesk.webforms.models import WebForm
from moondesk.webforms.queries import form_named
from moondesk.webforms.rules import PROOF_BITS, challenge_of, is_proof

log = structlog.get_logger(__name__)
HONEYPOT = "website"


@dataclass(frozen=True)
class _Here:
    """Which form a request is about, and how it is shown."""

    request: TenantRequest
    look: Look
    form: WebForm


@csrf_exempt  # Nobody is signed in here, so there is nothing to forge; the time trap's mark is ours.
@require_http_methods(["GET", "HEAD", "POST"])
@counted(NEW_BY_CLIENT, NEW_BY_SENDER, by_email, by_all=FORM_BY_ORGANIZATION, asks=("fields",))
@in_portal()
def web_form(request: TenantRequest, key: str) -> HttpResponse:
    """Show the form, or take what was sent."""
    look, form = Look.of(request), form_named(key)
    as_stranger(request, look)
    here = _Here(request, look, form)
    typed = Typed.of(request, category=request.GET.get("category", ""), subject=request.GET.get("subject", "")[:200])
    if request.method != "POST":
        return _show(here, typed, open_form())
    opening = read_opening(typed.value("opened"))
    if "fields" in request.GET:
        drawn = fragments.draw(
            request, "portal/web_form.html", {"fields": _fields(request, form, typed)}, "custom_fields"
        )
        return HttpResponse(drawn)
    if typed.value("choose"):
        return _show(here, typed, opening)
    if look.preview:
        return _rehearse(here, typed, opening)
    refused = refusal(request)
    if refused is not None:
        typed.problem = refused.message
        return _show(here, typed, opening, status=refused.status)
    if typed.value(HONEYPOT):
        log.info("form filled by a program", path=request.path)
        return redirect(sent_address(request, look, form))
    if opening.problem:
        typed.problem = str(opening.problem)
        return _show(here, typed, opening)
    return _take(here, typed, opening)


@draws_previews
def preview_of(request: TenantRequest, form: WebForm) -> HttpResponse:
    """Show a form that may not be saved yet as if somebody had just opened it; the request is nobody's from here on."""
    request.method, request.POST = "GET", QueryDict()
    look = replace(Look.of(request), embedded=True, preview=True)
    as_stranger(request, look)
    return _show(_Here(request, look, form), Typed.of(request, category="", subject=""), open_form())


def _take(here: _Here, typed: Typed, opening: Opening) -> HttpResponse:
    request, form, kept = here.request, here.form, None
    held = _hold_files(request, form, typed, opening)
    _check(form, typed)
    if typed.errors:
        return _show(here, typed, opening, held=held)
    try:
        with transaction.atomic():
            if not is_repeated(request.organization.pk, opening.nonce):
                kept = receive(form, _said(request, form, typed, opening, held))
    except uploads.FILE_ERRORS as error:
        typed.errors["files"] = error.message
        return _show(here, typed, opening, held=held)
    except InvalidInput as error:
        typed.values |= {name: typed.value(name) for name in error.fields if name.startswith(PREFIX)}
        typed.note(error)
        return _show(here, typed, opening, held=held)
    return redirect(sent_address(request, here.look, form, receipt_of(kept)))


def _rehearse(here: _Here, typed: Typed, opening: Opening) -> HttpResponse:
    """Answer as if the form were sent, with what does not fit in it; nothing of it is kept."""
    request, form = here.request, here.form
    _check(form, typed)
    try:
        if not typed.errors:
            rehearse(form, _said(request, form, typed, opening, []))
    except InvalidInput as error:
        typed.note(error)
    if typed.errors or typed.problem:
        return _show(here, typed, opening)
    return redirect(sent_address(request, here.look, form, Receipt("1", waits=form.confirms)))


def _hold_files(request: TenantRequest, form: WebForm, typed: Typed, opening: Opening) -> list[uuid.UUID]:
    """Keep the files that came with the form as uploads, so that they stay when something else does not fit."""
    if not _takes_files(form):
        return []
    try:
        with transaction.atomic():
            return uploads.held_with(request, request.actor, claim=opening.claim)
    except uploads.FILE_ERRORS as error:
        typed.errors["files"] = error.message
        return [file.pk for file in uploads.held(request, request.actor, claim=opening.claim)]


def _check(form: WebForm, typed: Typed) -> None:
    rules: dict[str, Callable[[str], str]] = {"subject": check_subject, "message": check_body}
    for name, rule in rules.items():
        try:
            rule(typed.value(name))
        except InvalidInput as error:
            typed.errors[name] = error.message
    if problem := own_address_problem(typed.value("email")):
        typed.errors["email"] = problem
    if typed.value("category") and _category(form, typed) is None:
        typed.errors["category"] = _("Choose one of the list.")


def _category(form: WebForm, typed: Typed) -> Category | None:
    """Return the category of what is sent: the form's own, or the one chosen."""
    own: Category | None = form.category
    if own is not None or not form.asks_category:
        return own
    wanted = typed.value("category")
    is_word = wanted.replace("-", "").replace("_", "").isalnum()
    found: Category | None = Category.objects.filter(key=wanted).first() if is_word else None
    return found


def _said(request: TenantRequest, form: WebForm, typed: Typed, opening: Opening, held: list[uuid.UUID]) -> Sent:
    asked = {one.key for one in _fields(request, form, typed)}
    return Sent(
        email=typed.value("email"),
        name=shown_name(typed.value("name")),
        subject=typed.value("subject"),
        body=typed.value("message"),
        category=_category(form, typed),
        fields=read_posted(catalogue_of(request.organization), request.POST, asked),
        file_ids=held,
        claim=opening.claim,
        language=get_language() or request.organization.language,
        is_proven=not form.asks_proof or is_proof(challenge_of(form.pk, opening.claim), typed.value("proof").strip()),
    )


def _takes_files(form: WebForm) -> bool:
    return form.takes_files and limits().from_forms


def _fields(request: TenantRequest, form: WebForm, typed: Typed) -> list[Shown]:
    """Return the custom fields that the form asks: those chosen for it, and those that its category demands."""
    catalogue = catalogue_of(request.organization)
    if not catalogue.forms:
        return []
    category = _category(form, typed)
    facts_now = facts(chain_of(category.pk if category else None), TicketType.QUESTION.value, Priority.MEDIUM)
    posted = request.POST if request.method == "POST" else None
    asked = Asked({}, Moment.CREATION, customer=True, errors=typed.errors, posted=posted)
    values = values_typed(catalogue, posted) if posted is not None else {}
    found = form_fields(catalogue, facts_now, values, asked)
    return [one for one in found if one.required or form.field_keys is None or one.key in form.field_keys]


def _show(
    here: _Here, typed: Typed, opening: Opening, *, status: int = 422, held: Sequence[uuid.UUID] = ()
) -> HttpResponse:
    request, form = here.request, here.form
    language = get_language() or request.organization.language
    categories = Category.objects.all() if form.asks_category and form.category is None else ()
    is_wrong = bool(typed.errors or typed.problem)
    values = {
        "typed": typed,
        "opened": opening.mark,
        "honeypot_name": HONEYPOT,
        "title": in_language(form.titles, language) or _("Contact us"),
        "intro": in_language(form.intros, language),
        "categories": [("", _("Something else")), *((one.key, one.label()) for one in categories)]
        if categories
        else [],
        "takes_files": _takes_files(form),
        "waiting": _waiting(request, opening, held),
        "challenge": challenge_of(form.pk, opening.claim) if form.asks_proof else "",
        "proof_bits": PROOF_BITS,
        "fields": _fields(request, form, typed),
    }
    return shown(request, here.look, form, "web_form", values, status=status if is_wrong else 200)


def _waiting(request: TenantRequest, opening: Opening, held: Sequence[uuid.UUID]) -> Sequence[dict[str, Any]]:
    if request.method != "POST":
        return ()
    return (
        uploads.kept(request.actor, held, claim=opening.claim)
        if held
        else uploads.waiting(request, request.actor, claim=opening.claim)
    )


@csrf_exempt  # As above: the file belongs to one opening of the form, by the mark that only its page has.
@require_POST
@counted(BY_CLIENT, BY_PLACE, by_email)
@in_portal()
def web_form_files(request: TenantRequest, key: str) -> HttpResponse:
    """Take one file in, to be sent with the form."""
    look, form = Look.of(request), form_named(key)
    as_stranger(request, look)
    opening = read_opening(request.POST.get("opened", ""))
    refused = refusal(request)
    if refused is not None:
        return uploads.refusal(refused)
    if opening.mark != request.POST.get("opened"):
        return uploads.refusal(InvalidFile(str(opening.problem)))
    if look.preview:
        return uploads.refusal(InvalidFile(_("This is a preview. Nothing is sent.")))
    if not _takes_files(form):
        return uploads.refusal(FileTypeNotAllowed(_("Files are not taken with this form.")))
    return uploads.receive(request, request.actor, claim=opening.claim)


@csrf_exempt
@require_POST
@in_portal()
def web_form_file(request: TenantRequest, key: str, file_id: uuid.UUID) -> HttpResponse:
    """Remove an upload before the form is sent."""
    form_named(key)
    as_stranger(request, Look.of(request))
    return uploads.discard(request.actor, file_id, claim=read_opening(request.POST.get("opened", "")).claim)
