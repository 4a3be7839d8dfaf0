"""Web forms: written, shown as a preview, and given out as a piece for other sites."""

import uuid
from typing import Any

from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from moondesk.fields.models import in_language
from moondesk.kit.errors import InvalidInput
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import department_tree
from moondesk.portals.queries import home_of
from moondesk.tickets.models import Category
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.fielding import catalogue_of
from moondesk.web.form_preview import preview_of
from moondesk.web.settings.page import carry_out, show
from moondesk.web.settings.public_api import lines_of
from moondesk.webforms.actions import (
    WebFormEdit,
    change_form,
    create_form,
    drafted_form,
    restore_form,
    retire_form,
)
from moondesk.webforms.actions.writing import document_of
from moondesk.webforms.models import WebForm
from moondesk.webforms.queries import all_forms, get_form

_TEXTS = (("title", "titles"), ("intro", "intros"), ("thanks", "thanks"))


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.ORGANIZATION_MANAGE)
def web_forms(request: TenantRequest) -> HttpResponse:
    """List the forms, and write a new one."""
    if request.method != "POST":
        return _page(request, typed=_typed(None))
    made: list[WebForm] = []
    key = request.POST.get("key", "").strip().lower()
    save = lambda: made.append(create_form(key, _edit(request.POST), by=request.actor))  # noqa: E731
    return carry_out(request, "web_forms", save, _("Saved."), _page, undo_of=lambda: made[0].pk)


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.ORGANIZATION_MANAGE)
def web_form(request: TenantRequest, form_id: uuid.UUID) -> HttpResponse:
    """Show one to be changed, with a preview and its piece for other sites, and change it."""
    found = get_form(form_id)

    def again(request: TenantRequest, **more: Any) -> HttpResponse:
        return _page(request, web_form=found, **more)

    if request.method != "POST":
        return again(request, typed=_typed(found))
    if "preview" in request.GET:
        try:
            return preview_of(request, drafted_form(form_id, _edit(request.POST), by=request.actor))
        except InvalidInput as error:
            return HttpResponse(error.message, status=error.status, content_type="text/plain; charset=utf-8")
    save = lambda: change_form(form_id, _edit(request.POST), by=request.actor)  # noqa: E731
    return carry_out(request, "web_forms", save, _("Saved."), again, undo_of=lambda: form_id)


@require_POST
@in_desk(Permission.ORGANIZATION_MANAGE)
def retire(request: TenantRequest, form_id: uuid.UUID) -> HttpResponse:
    """Show one no more."""
    act = lambda: retire_form(form_id, by=request.actor)  # noqa: E731
    said = _("The form is retired. Sites that embed it cannot show it any more.")
    return carry_out(request, "web_forms", act, said, _page, undo_of=lambda: form_id)


@require_POST
@in_desk(Permission.ORGANIZATION_MANAGE)
def restore(request: TenantRequest, form_id: uuid.UUID) -> HttpResponse:
    """Show one again."""
    act = lambda: restore_form(form_id, by=request.actor)  # noqa: E731
    return carry_out(request, "web_forms", act, _("The form is shown again."), _page, undo_of=lambda: form_id)


def _edit(sent: QueryDict) -> WebFormEdit:
    texts = {many: {code: sent.get(f"{one}_{code}", "") for code, _n in settings.LANGUAGES} for one, many in _TEXTS}
    category = sent.get("category", "")
    return WebFormEdit(
        name=sent.get("name", ""),
        department=_department(sent),
        category="" if category == "-" else category,
        asks_category=category == "",
        fields=None if sent.get("all_fields") == "on" else sent.getlist("fields"),
        sites=lines_of(sent.get("sites", "")),
        takes_files=sent.get("takes_files") == "on",
        confirms=sent.get("confirms") == "on",
        asks_proof=sent.get("asks_proof") == "on",
        **texts,
    )


def _department(sent: QueryDict) -> uuid.UUID | None:
    wanted = sent.get("department", "")
    try:
        return uuid.UUID(wanted) if wanted else None
    except ValueError:
        text = _("This cannot be chosen.")
        raise InvalidInput(text, fields={"department": text}) from None


def _typed(found: WebForm | None) -> dict[str, str]:
    if found is None:
        return {"all_fields": "on", "takes_files": "on"}
    kept = document_of(found)
    typed = {"name": found.name, "department": kept["department"] or "", "sites": "\n".join(found.sites)}
    typed["category"] = kept["category"] or ("" if found.asks_category else "-")
    typed |= {name: "on" if kept[name] else "" for name in ("takes_files", "confirms", "asks_proof")}
    typed["all_fields"] = "on" if found.field_keys is None else ""
    for one, many in _TEXTS:
        typed |= {f"{one}_{code}": kept[many].get(code, "") for code, _name in settings.LANGUAGES}
    return typed


def _page(request: TenantRequest, *, status: int = 200, web_form: WebForm | None = None, **more: Any) -> HttpResponse:
    rows = [_row(request, one) for one in all_forms()]
    chosen = request.POST.getlist("fields") if more.get("errors") else (web_form.field_keys or [] if web_form else [])
    categories = [(one.key, one.label()) for one in Category.objects.all()]
    departments = [(str(one.pk), "\u2003" * depth + one.name) for one, depth in department_tree()]
    live = catalogue_of(request.organization).live
    values = {
        "live": [one for one in rows if not one["retired"]],
        "retired": [one for one in rows if one["retired"]],
        "web_form": web_form,
        "piece": _piece(request, web_form) if web_form else "",
        "address": _address(request, web_form) if web_form else "",
        "preview": _path(request, web_form) + "?embed=1&preview=1" if web_form else "",
        "departments": [("", _("As the category says")), *departments],
        "categories": [("", _("The sender chooses")), ("-", _("No category")), *categories],
        "fields": [(one.key, in_language(one.labels), one.key in chosen) for one in live],
    }
    return show(request, "web_forms", values | {"typed": _typed(None)} | more, status=status)


def _row(request: TenantRequest, form: WebForm) -> dict[str, Any]:
    return {
        "id": str(form.pk),
        "name": form.name,
        "key": form.key,
        "href": _address(request, form),
        "sites": len(form.sites),
        "confirms": form.confirms,
        "retired": form.retired_at is not None,
    }


def _address(request: TenantRequest, form: WebForm) -> str:
    return f"{home_of(request.organization)}/forms/{form.key}"


def _path(request: TenantRequest, form: WebForm) -> str:
    return reverse("portal:web_form", kwargs={"slug": request.organization.slug, "key": form.key})


def _piece(request: TenantRequest, form: WebForm) -> str:
    """Return what somebody copies into a page of their site; without scripts it is a link."""
    script = reverse("portal:embed_script", kwargs={"slug": request.organization.slug})
    link = f'<noscript><a href="{_address(request, form)}">{_("Contact us")}</a></noscript>'
    return f'<script src="{settings.BASE_URL}{script}" data-form="{form.key}" async></script>\n{link}'
