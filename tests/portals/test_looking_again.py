"""Domains that are looked at again and lost, and for which names a proxy gets certificates."""

import datetime
from typing import Any

import pytest
from django.test import Client

from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.notifications.models import Notification
from moondesk.organizations.actions.providers import ProviderChange, change_provider
from moondesk.organizations.domains import keep_forced, proven_before, record_name
from moondesk.organizations.models import Organization
from moondesk.organizations.sign_in_models import IdentityProvider, ProvenDomain
from moondesk.portals.jobs import look_at_domains_again
from moondesk.portals.models import Portal
from moondesk.portals.queries import home_of
from moondesk.portals.rules import GRACE, RECHECKED, UNSEEN_GRACE, is_lost, is_reserved
from tests.harness.names import Names
from tests.harness.people import Cast
from tests.portals.test_domain import DOMAIN, at, name_it, served

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_domain_is_lost_when_its_record_is_gone_for_long(
    cast: Cast, names: Names, client_of: Any, run_jobs: Any
) -> None:
    served(names, cast.owner, is_used=True)
    names.zone.clear()
    _later(cast, missing_for=None)
    look_at_domains_again()
    with tenancy.organization(cast.acme.pk):
        assert Portal.objects.get().missing_since is not None
        assert Event.objects.filter(name="portal.domain_missing").count() == 1
        assert home_of(Organization.objects.get(pk=cast.acme.pk)).endswith("/acme/help")
    run_jobs()
    with tenancy.organization(cast.acme.pk):
        assert Notification.objects.filter(kind="domain", member_id=cast.owner.member.pk).exists()  # type: ignore[union-attr]
    assert "is not in DNS since" in client_of(cast.owner).get("/acme/settings/portal").content.decode()
    assert at("/").status_code == 200
    _later(cast, missing_for=GRACE)
    look_at_domains_again()
    assert at("/").status_code == 400
    with tenancy.organization(cast.acme.pk):
        assert home_of(Organization.objects.get(pk=cast.acme.pk)).endswith("/acme/help")
        assert Event.objects.filter(name="portal.domain_lost").count() == 1
    name_it(cast.stranger)


def test_a_record_that_comes_back_keeps_the_domain(cast: Cast, names: Names) -> None:
    served(names, cast.owner)
    _later(cast, missing_for=GRACE)
    look_at_domains_again()
    with tenancy.organization(cast.acme.pk):
        assert Portal.objects.get().missing_since is None
    assert at("/").status_code == 200


def test_silence_of_dns_keeps_no_domain_for_ever(cast: Cast, names: Names) -> None:
    served(names, cast.owner, is_used=True)
    names.failing.add(record_name(DOMAIN))
    _later(cast, missing_for=None)
    look_at_domains_again()
    with tenancy.organization(cast.acme.pk):
        portal = Portal.objects.get()
        assert portal.missing_since is None
        assert DOMAIN in home_of(Organization.objects.get(pk=cast.acme.pk))
        assert portal.unseen_since is not None
        assert portal.checked_at is not None
        assert portal.checked_at >= portal.unseen_since
    _later(cast, missing_for=None)
    with tenancy.organization(cast.acme.pk):
        Portal.objects.update(unseen_since=now() - UNSEEN_GRACE)
    look_at_domains_again()
    assert at("/").status_code == 400


def test_names_that_never_answer_keep_no_other_waiting(cast: Cast, names: Names) -> None:
    with tenancy.organization(cast.acme.pk):
        ProvenDomain.objects.create(domain="silent.acme.test")
    names.failing.add(record_name("silent.acme.test"))
    look_at_domains_again()
    with tenancy.organization(cast.acme.pk):
        silent = ProvenDomain.objects.get()
        assert silent.unseen_since is not None
        assert proven_before(now() - RECHECKED, most=1) == []


def _later(cast: Cast, *, missing_for: datetime.timedelta | None) -> None:
    since = now() - missing_for if missing_for else None
    with tenancy.organization(cast.acme.pk):
        Portal.objects.update(checked_at=now() - RECHECKED - datetime.timedelta(hours=1), missing_since=since)


def test_domains_of_sign_in_are_looked_at_again_too(cast: Cast, names: Names) -> None:
    with tenancy.organization(cast.acme.pk):
        provider = IdentityProvider.objects.create(
            name="Acme", issuer="https://id.acme.test", client_id="x", secret=b"", domains=["acme.test"],
            is_on=True, is_forced=True,
        )  # fmt: skip
        ProvenDomain.objects.create(domain="acme.test", missing_since=now() - GRACE)
        Organization.objects.update(forced_sign_in=[f"acme.test={provider.pk.hex}"])
    look_at_domains_again()
    with tenancy.organization(cast.acme.pk):
        assert not ProvenDomain.objects.exists()
        assert Organization.objects.get(pk=cast.acme.pk).forced_sign_in == [f"acme.test={provider.pk.hex}"]
        keep_forced()
        assert Organization.objects.get(pk=cast.acme.pk).forced_sign_in == [f"acme.test={provider.pk.hex}"]
        change_provider(provider, ProviderChange(is_forced=False), by=cast.owner.actor)
        assert Organization.objects.get(pk=cast.acme.pk).forced_sign_in == []
        assert Event.objects.filter(name="mail_domain.lost").count() == 1


def test_a_proxy_learns_for_which_names_to_get_certificates(cast: Cast, names: Names, settings: Any) -> None:
    settings.BASE_URL = "https://desk.moon.test"
    served(names, cast.owner)

    def asked(domain: str, **more: Any) -> int:
        return int(Client(**more).get("/internal/certificate", {"domain": domain}).status_code)

    assert asked(DOMAIN) == asked(DOMAIN.upper()) == asked("desk.moon.test") == 200
    for other in ("", "evil.test", "127.0.0.1", "x" * 300, f"x.{DOMAIN}"):
        assert asked(other) == 404
    assert asked(DOMAIN, REMOTE_ADDR="198.51.100.7") == 404
    assert asked(DOMAIN, headers={"X-Forwarded-For": "127.0.0.1"}) == 404
    settings.TRUSTED_PROXIES = ["198.51.100.0/24"]
    assert asked(DOMAIN, REMOTE_ADDR="198.51.100.7") == 200


def test_rules() -> None:
    moment = now()
    second = datetime.timedelta(seconds=1)
    assert not is_lost(Portal(), moment)
    assert not is_lost(Portal(missing_since=moment - GRACE + second), moment)
    assert is_lost(Portal(missing_since=moment - GRACE), moment)
    assert not is_lost(Portal(unseen_since=moment - UNSEEN_GRACE + second), moment)
    assert is_lost(Portal(unseen_since=moment - UNSEEN_GRACE), moment)
    assert is_reserved("desk.test", ["desk.test"])
    assert is_reserved("a.desk.test", [".desk.test"])
    assert not is_reserved("notdesk.test", [".desk.test", "desk.test"])
