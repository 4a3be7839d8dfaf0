"""Pages of a web form inside of other sites: who may show them, how they look there, and the script that puts one in.

Nothing here knows who is signed in or sets a cookie: a browser gives none to a page inside of another site, and a form
that needed one would work for some people only.
"""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.csp import CSP
from django.views.decorators.http import require_safe

from moondesk.kit.errors import NotFound
from moondesk.web.edges import TenantRequest, in_portal, portal_actor
from moondesk.web.language import known
from moondesk.web.portal.page import show
from moondesk.webforms.models import WebForm

THEMES = ("light", "dark", "system")
SCRIPT_SECONDS = 3600


@dataclass(frozen=True)
class Look:
    """How a form is shown: on its own, or in another site, in which language and theme."""

    embedded: bool
    language: str
    theme: str
    preview: bool = False
    """Whether it is only looked at in the settings: nothing of it is sent."""

    @classmethod
    def of(cls, request: HttpRequest) -> "Look":
        """Return what the address asks for; what it does not know, it leaves out."""
        theme = request.GET.get("theme", "")
        is_embedded = request.GET.get("embed") == "1"
        is_preview = request.GET.get("preview") == "1"
        return cls(is_embedded, known(request.GET.get("lang", "")), theme if theme in THEMES else "", is_preview)

    @property
    def query(self) -> str:
        """What an address carries so that the next page looks the same."""
        values = {"embed": "1" if self.embedded else "", "lang": self.language, "theme": self.theme}
        values["preview"] = "1" if self.preview else ""
        said = urlencode({name: value for name, value in values.items() if value})
        return f"?{said}" if said else ""


def as_stranger(request: TenantRequest, look: Look) -> None:
    """Let the request be nobody's, in the language that it asks for: whoever sends the form is the one they say."""
    request.contact = None
    request.actor = portal_actor(request.organization.pk, None)
    if look.language:
        translation.activate(look.language)
        request.LANGUAGE_CODE = look.language


def shown(
    request: TenantRequest, look: Look, form: WebForm, template: str, values: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Draw a page of a form. Inside of another page only the form's own sites show it."""
    layout = "layouts/embedded.html" if look.embedded else "layouts/portal.html"
    theme = {"theme": look.theme or "light"} if look.embedded else {}
    own = {"layout": layout, "form": form, "query": look.query, "is_embedded": look.embedded, **theme}
    return framed(show(request, template, own | {"is_preview": look.preview} | values, status=status), form, look)


def framed(response: HttpResponse, form: WebForm, look: Look) -> HttpResponse:
    """Let the sites of a form show the response inside of their pages, and nobody else; a preview our own page, too."""
    if form.sites or look.preview:
        policy = {**settings.SECURE_CSP, "frame-ancestors": [CSP.SELF, *form.sites]}
        response._csp_config = policy  # type: ignore[attr-defined]
        response.xframe_options_exempt = True
    return response


@cache
def _built() -> bytes | None:
    """Return the script as it was built, if the front end was."""
    manifest = settings.STATIC_ROOT / "manifest.json"
    if not manifest.exists():
        return None
    name = json.loads(manifest.read_text(encoding="utf-8")).get("embed.js")
    return (settings.STATIC_ROOT / name).read_bytes() if name else None


class ScriptNotBuilt(NotFound):
    """The front end of this installation was not built."""

    code = "script_not_built"


@require_safe
@in_portal()
def script(request: TenantRequest) -> HttpResponse:
    """Give the script that puts a form into a page of another site; its address never changes."""
    found = _built()
    if found is None:
        raise ScriptNotBuilt("The script is not there.")
    response = HttpResponse(found, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={SCRIPT_SECONDS}"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
