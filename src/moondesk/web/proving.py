"""Where somebody who signed in a while ago proves once more who they are."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from moondesk.accounts.models import User
from moondesk.accounts.queries import can_prove_here
from moondesk.web.signed_in import is_confined


def way_to_prove(request: HttpRequest, user: User, slug: str, there: str) -> str:
    """Return the address at which the user does: here, or where they came from; ``there`` is where they go on."""
    if can_prove_here(user):
        where = reverse("account_reauthenticate")
    elif is_confined(request):
        where = reverse("sign_in_here", kwargs={"slug": slug})
    else:
        where = reverse("account:prove_by_provider")
    return f"{where}?{urlencode({'next': there})}"
