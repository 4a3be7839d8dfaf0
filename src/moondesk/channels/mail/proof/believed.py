"""Which servers' words about a mail count: those of the operator's, where the mail came by way of them."""

from collections.abc import Sequence

from django.conf import settings

from moondesk.channels.models import FetchedMail, HookDelivery, ReceivedMail


def believed_servers(mail: ReceivedMail) -> Sequence[str]:
    """Return the names of servers that may say what they found.

    A provider that pushes mail, or whose mailbox is read, keeps fields in the operator's name as the sender wrote them.
    So they count only from a mailbox whose server is beside the one named.
    """
    servers: Sequence[str] = settings.MAIL_AUTHSERV_IDS
    if not servers or HookDelivery.objects.filter(mail=mail).exists():
        return ()
    fetched = FetchedMail.objects.filter(mail=mail).values_list("mailbox__host", flat=True).first()
    return servers if fetched is None else [one for one in servers if is_beside(fetched, one)]


def is_beside(host: str, server: str) -> bool:
    """Say whether two servers are of one domain: that of the second, without its own name."""
    above = server.lower().partition(".")[2]
    domain = above if "." in above else server.lower()
    return f".{host.lower()}".endswith(f".{domain}")
