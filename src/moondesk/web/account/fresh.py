"""Fresh proof before what changes how an account is entered: a session that was stolen, or left open, is not enough.

django-allauth asks for password or second factor again on its own pages. Here is what it leaves out: pages that ask for
nothing, and accounts that have neither, which prove themselves at their provider.
"""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows import reauthentication
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from moondesk.accounts.queries import is_fresh

_UNASKED = frozenset({"account_set_password", "disconnect_account"})
"""Before these allauth asks for nothing."""
_CONNECTING = "sign_in_with"
_WHEN_SENT = frozenset({"account_email"})
_BEGINNINGS = ("mfa_activate", "mfa_deactivate", "mfa_add", "mfa_remove", "mfa_generate")
"""Before these it asks whoever has a password or a second factor."""


def proof_first(request: HttpRequest) -> HttpResponse | None:
    """Return where to prove oneself anew before a page, or None where that is done or not needed."""
    name = (request.resolver_match.url_name or "") if request.resolver_match else ""
    if not _is_sensitive(request, name) or not request.user.is_authenticated or is_fresh(request):
        return None
    methods = get_adapter().get_reauthentication_methods(request.user)
    if not methods:
        return redirect(f"{reverse('account:prove_by_provider')}?{urlencode({'next': _page_of(request, name)})}")
    if name not in _UNASKED and name != _CONNECTING:
        return None
    suspended: HttpResponse = reauthentication.suspend_request(request, methods[0]["url"])
    return suspended


def _is_sensitive(request: HttpRequest, name: str) -> bool:
    if name == _CONNECTING:
        return bool(request.POST.get("process") == AuthProcess.CONNECT)
    return name in _UNASKED or name.startswith(_BEGINNINGS) or (name in _WHEN_SENT and request.method == "POST")


def _page_of(request: HttpRequest, name: str) -> str:
    is_form_only = name in ("disconnect_account", _CONNECTING)
    return reverse("account:connected_accounts") if is_form_only else request.get_full_path()
