"""Domains that an organization proves to be its own by a record in DNS: for its mail, and for signing in.

The record is of the organization and the domain, and always the same. Whoever can write it decides about mail to the
domain too, and so about every account with an address there.
"""

import datetime
import hmac
import re
from collections.abc import Callable, Collection, Iterable

from django.db.models import F, Q
from django.utils.translation import gettext as _

from moondesk.events.actions import emit
from moondesk.kit.clock import now
from moondesk.kit.egress.lookups import Lookups, NotNow
from moondesk.limits.actions import Limit, hit
from moondesk.organizations.actor import Actor, system_actor
from moondesk.organizations.errors import DomainNotProven, InvalidOrganization
from moondesk.organizations.events import DomainLost, DomainProven
from moondesk.organizations.models import Organization
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import current_organization
from moondesk.organizations.sign_in_models import IdentityProvider, ProvenDomain
from moondesk.organizations.sign_in_rules import forced_lines

OWNER_LABEL = "_moondesk"
CHECKS = Limit("domain-proof", 60, 3600)
_DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


def check_domain(text: str) -> str:
    """Return a domain as it is compared. Raises ``InvalidOrganization`` for what is none."""
    domain = text.strip().lower().removeprefix("@").rstrip(".")
    try:
        plain = domain.encode("idna").decode() if domain and not domain.isascii() else domain
    except UnicodeError:
        plain = ""
    if not _DOMAIN.fullmatch(plain):
        problem = _("This is not a domain. It looks like example.com.")
        raise InvalidOrganization(problem, fields={"domains": problem, "domain": problem})
    return plain


def domain_of(email: str) -> str:
    """Return the domain of a mail address."""
    return email.rpartition("@")[2].lower()


def is_proven(domain: str) -> bool:
    """Say whether the organization proved that the domain is its own."""
    return ProvenDomain.objects.filter(domain=domain).exists()


def proven_of(domains: Iterable[str]) -> dict[str, datetime.datetime]:
    """Return those of the domains that are proven, each with when."""
    found = ProvenDomain.objects.filter(domain__in=list(domains))
    return dict(found.values_list("domain", "proven_at"))


def record_name(domain: str) -> str:
    """Return where the proof stands."""
    return f"{OWNER_LABEL}.{domain}"


def record_of(domain: str) -> str:
    """Return the text that proves it: of this organization and this domain, and always the same."""
    key = bytes(current_organization().mail_key)
    return f"moondesk={hmac.digest(key, b'moondesk domain 1\0' + domain.encode(), 'sha256').hex()[:40]}"


def note_proof(domain: str, *, by: Actor) -> None:
    """Write down that a domain is the organization's, once."""
    proven, is_new = ProvenDomain.objects.get_or_create(domain=domain, defaults={"proven_at": now()})
    if is_new:
        keep_forced()
        emit(DomainProven(subject_id=proven.pk, domain=domain), by=by)


def proven_before(moment: datetime.datetime, *, most: int) -> list[str]:
    """Return proven domains whose records were not looked for since a moment, the longest ago first."""
    due = ProvenDomain.objects.filter(Q(checked_at=None) | Q(checked_at__lt=moment))
    return list(due.order_by(F("checked_at").asc(nulls_first=True), "id").values_list("domain", flat=True)[:most])


def note_record(
    domain: str, records: Collection[str], *, is_lost: Callable[[datetime.datetime | None, datetime.datetime], bool]
) -> None:
    """Write down what DNS says of a proven domain now; what ``is_lost`` does not count as proven any more."""
    proven = ProvenDomain.objects.select_for_update(of=("self",)).filter(domain=domain).first()
    if proven is None:
        return
    proven.checked_at = now()
    proven.missing_since = None if record_of(domain) in records else proven.missing_since or proven.checked_at
    if is_lost(proven.missing_since, proven.checked_at):
        _drop_proof(proven)
    else:
        proven.save(update_fields=["checked_at", "missing_since"])


def _drop_proof(proven: ProvenDomain) -> None:
    """Let a domain not count as the organization's any more; it can be proven anew."""
    proof, domain = proven.pk, proven.domain
    proven.delete()
    keep_forced()
    emit(DomainLost(subject_id=proof, domain=domain), by=system_actor(proven.organization_id))


def keep_forced() -> None:
    """Write down, where each page reads it, which domains' people come in only by a provider."""
    forced = list(IdentityProvider.objects.filter(is_on=True, is_forced=True).order_by("-created_at"))
    proven = proven_of(domain for one in forced for domain in one.domains)
    lines = forced_lines((one.pk, [domain for domain in one.domains if domain in proven]) for one in forced)
    Organization.objects.exclude(forced_sign_in=lines).update(forced_sign_in=lines)


def prove(domain: str, *, by: Actor) -> None:
    """Ask DNS whether the domain is the organization's. Raises ``DomainNotProven`` when the record is not there."""
    by.require(Permission.ORGANIZATION_MANAGE)
    name = check_domain(domain)
    if is_proven(name):
        return
    hit(CHECKS, str(by.organization_id))
    try:
        found = Lookups().ask(record_name(name), "TXT")
    except NotNow:
        raise DomainNotProven(_("DNS does not answer for this domain now. Try again in a few minutes.")) from None
    if record_of(name) not in found:
        raise DomainNotProven(
            _("The record is not there yet. It can take an hour until a new one is seen everywhere."),
            extra={"name": record_name(name), "type": "TXT", "record": record_of(name)},
        )
    note_proof(name, by=by)
