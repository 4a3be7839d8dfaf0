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
from moondesk.kit.asking import asked
from moondesk.kit.clock import now
from moondesk.kit.egress.lookups import Lookups, NotNow
from moondesk.limits.actions import Limit, hit
from moondesk.organizations.actor import Actor, system_actor
from moondesk.organizations.errors import DomainNotProven, InvalidOrganization
from moondesk.organizations.events import DomainLost, DomainMissing, DomainProven
from moondesk.organizations.models import Organization
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import current_organization
from moondesk.organizations.sign_in_models import IdentityProvider, ProvenDomain
from moondesk.organizations.sign_in_rules import Watched, forced_lines

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


def missing_of(domains: Iterable[str]) -> dict[str, datetime.datetime]:
    """Return those of the proven domains whose record is gone or does not answer, each with since when."""
    found = ProvenDomain.objects.filter(domain__in=list(domains), unseen_since__isnull=False)
    return {domain: since for domain, since in found.values_list("domain", "unseen_since") if since is not None}


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
    domain: str, records: Collection[str] | None, *, is_lost: Callable[[Watched, datetime.datetime], bool]
) -> None:
    """Write down what DNS says of a proven domain now; what ``is_lost`` does not count as proven any more.

    None is said when DNS does not answer.
    """
    proven = ProvenDomain.objects.select_for_update(of=("self",)).filter(domain=domain).first()
    if proven is None:
        return
    moment = now()
    is_news = look(proven, records, record_of(domain), moment)
    if is_lost(proven, moment):
        _drop_proof(proven)
        return
    proven.save(update_fields=["checked_at", "missing_since", "unseen_since"])
    if is_news:
        emit(DomainMissing(subject_id=proven.pk, domain=domain), by=system_actor(proven.organization_id))


def look(watched: Watched, records: Collection[str] | None, wanted: str, moment: datetime.datetime) -> bool:
    """Note whether a record was seen, and say whether it is missing for the first time.

    No answer is no word that the record is gone, but nobody has seen it either.
    """
    was_there = watched.missing_since is None
    watched.checked_at = moment
    if records is not None and wanted in records:
        watched.missing_since = watched.unseen_since = None
    else:
        watched.unseen_since = watched.unseen_since or moment
        if records is not None:
            watched.missing_since = watched.missing_since or moment
    return was_there and watched.missing_since is not None


def _drop_proof(proven: ProvenDomain) -> None:
    """Let a domain not count as the organization's any more; it can be proven anew.

    What is the only way in stays so: whoever makes a record vanish must not open a way round the provider.
    """
    proof, domain = proven.pk, proven.domain
    proven.delete()
    emit(DomainLost(subject_id=proof, domain=domain), by=system_actor(proven.organization_id))


def keep_forced() -> None:
    """Write down, where each page reads it, which domains' people come in only by a provider.

    A domain gets there by its proof, and leaves by a decision alone: the provider is changed, switched off or removed.
    """
    standing = set(Organization.objects.values_list("forced_sign_in", flat=True).get())
    forced = list(IdentityProvider.objects.filter(is_on=True, is_forced=True).order_by("-created_at"))
    proven = proven_of(domain for one in forced for domain in one.domains)
    wanted = forced_lines((one.pk, one.domains) for one in forced)
    lines = [line for line in wanted if line in standing or line.partition("=")[0] in proven]
    Organization.objects.exclude(forced_sign_in=lines).update(forced_sign_in=lines)


def prove(domain: str, *, by: Actor) -> None:
    """Ask DNS whether the domain is the organization's. Raises ``DomainNotProven`` when the record is not there."""
    by.require(Permission.ORGANIZATION_MANAGE)
    name = check_domain(domain)
    if is_proven(name):
        return
    look_for_record(name, by=by)
    note_proof(name, by=by)


def look_for_record(domain: str, *, by: Actor) -> None:
    """Ask DNS for the record that proves a domain. Raises ``DomainNotProven`` when it is not there."""
    name = record_name(domain)
    try:
        found = asked(
            ("record", name), lambda: Lookups().ask(name, "TXT"), first=lambda: hit(CHECKS, str(by.organization_id))
        )
    except NotNow:
        raise DomainNotProven(_("DNS does not answer for this domain now. Try again in a few minutes.")) from None
    if record_of(domain) not in found:
        raise DomainNotProven(
            _("The record is not there yet. It can take an hour until a new one is seen everywhere."),
            extra={"name": name, "type": "TXT", "record": record_of(domain)},
        )
