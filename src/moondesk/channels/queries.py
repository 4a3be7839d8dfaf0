"""Reading the doors."""

from moondesk.channels.models import MailAddress


def mail_addresses() -> list[str]:
    """Return the addresses at which the organization receives mail, the default one first."""
    return list(
        MailAddress.objects.filter(is_active=True).order_by("-is_default", "address").values_list("address", flat=True)
    )
