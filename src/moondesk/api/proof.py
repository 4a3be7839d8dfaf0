"""Proving once more who one is, before what only an owner in person may do."""

from moondesk.accounts.queries import is_fresh
from moondesk.api.edge import ApiRequest
from moondesk.organizations.errors import ProofNeeded
from moondesk.organizations.transfer import has_to_prove


def check_proof(request: ApiRequest) -> None:
    """Raise ``ProofNeeded`` unless who asks proved who they are within the last minutes."""
    if not is_fresh(request):
        raise ProofNeeded("Prove once more who you are: sign in again, then send this.")


def check_proof_for_owners(request: ApiRequest, *roles: str) -> None:
    """Raise ``ProofNeeded`` where an owner who makes or unmakes one did not."""
    if has_to_prove(request.actor, *roles):
        check_proof(request)
