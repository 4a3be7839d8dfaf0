"""The work of the API by the clock. Knows nothing of its framework: the worker loads this."""

from moondesk.api.models import IdempotencyKey
from moondesk.jobs.app import periodic
from moondesk.jobs.rounds import each_organization
from moondesk.kit.clock import now


@periodic("17 * * * *")
@each_organization
def forget_old_keys() -> None:
    """Forget answers that may no longer be asked for."""
    IdempotencyKey.objects.filter(expires_at__lte=now()).delete()
