"""What DNS says of the domains of addresses, asked of a real name server; and proof that a domain is one's own."""

import dataclasses
from typing import Any

import pytest

from moondesk.channels.domains.rules import Leaving, judge_dkim, judge_dmarc, judge_spf, leaving_by
from moondesk.channels.models import MailAddress
from moondesk.conversations.actions import reply_to_customer
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.organizations import domains
from moondesk.tickets.queries import lock_ticket
from tests import factories
from tests.harness.names import Names
from tests.harness.people import Cast
from tests.mail.conftest import Office
from tests.mail.signing import SELECTOR, publish

pytestmark = pytest.mark.django_db(transaction=True)
DOMAIN = "help.acme-travel.test"


def _address(cast: Cast, domain: str = DOMAIN) -> MailAddress:
    with tenancy.organization(cast.acme.pk):
        return factories.make_mail_address(f"hello@{domain}")


def test_each_part_says_what_is_right_and_what_to_add(
    cast: Cast, names: Names, client_of: Any, token_of: Any, settings: Any
) -> None:
    settings.MAIL_SERVER = dataclasses.replace(settings.MAIL_SERVER, host="relay.test")
    names.add("relay.test", "A", "198.51.99.7")
    address, owner = _address(cast), client_of(cast.owner)
    headers = {"Authorization": f"Bearer {token_of(cast.owner)}"}

    def ask(selector: str = "") -> dict[str, dict[str, Any]]:
        at, given = f"/api/v1/mail-addresses/{address.pk}/dns-check", {"selector": selector}
        answered = owner.post(at, given, content_type="application/json", headers=headers).json()
        return {one["part"]: one for one in answered["findings"]}

    found = ask()
    assert {name: one["code"] for name, one in found.items()} == {
        "mx": "mx_none", "spf": "spf_none", "dkim": "dkim_ask", "dmarc": "dmarc_none",
    }  # fmt: skip
    assert found["spf"]["record"] == "v=spf1 a:relay.test ~all"
    assert found["dmarc"]["name"] == f"_dmarc.{DOMAIN}"
    names.add(DOMAIN, "MX", "10 mx.acme-travel.test.")
    publish(names, DOMAIN, policy="p=reject", spf="ip4:198.51.99.0/24 -all", key=True)
    assert {one["standing"] for one in ask(SELECTOR).values()} == {"right"}
    names.failing.add(f"_dmarc.{DOMAIN}")
    assert ask(SELECTOR)["dmarc"]["code"] == "not_now"

    shown = owner.post(f"/acme/settings/mail/addresses/{address.pk}/check", {"selector": "no such"})
    assert shown.status_code == 422
    owner.cookies["moondesk_language"] = "es"
    page = owner.post(f"/acme/settings/mail/addresses/{address.pk}/check", {"selector": "gone"}).content.decode()
    assert f"gone._domainkey.{DOMAIN}" in page
    assert client_of(cast.agent).post(f"/acme/settings/mail/addresses/{address.pk}/check").status_code == 403


@pytest.mark.parametrize(
    ("found", "result", "code", "record"),
    [
        (["v=spf1 mx -all"], "neutral", "spf_lacks", "v=spf1 include:mailgun.org mx -all"),
        (["v=spf1 -all", "v=spf1 mx -all"], "", "spf_several", ""),
        (["v=spf1 nonsense"], "permerror", "spf_broken", "v=spf1 include:mailgun.org ~all"),
    ],
)
def test_a_record_that_lacks_something_is_mended_and_not_replaced(
    found: list[str], result: str, code: str, record: str
) -> None:
    said = judge_spf(DOMAIN, found, result, leaving_by("mailgun", ""))
    assert (said.code, said.record) == (code, record)
    assert leaving_by("smtp", "smtp.gmail.com").include == "_spf.google.com"
    assert leaving_by("smtp", "127.0.0.1") == Leaving()
    assert judge_dmarc(DOMAIN, ["v=DMARC1; p=none"], "none").record == "v=DMARC1; p=quarantine"


@pytest.mark.parametrize(
    ("records", "known", "guessed"),
    [
        ([], "dkim_none", "dkim_elsewhere"),
        (["v=DKIM1; p="], "dkim_revoked", "dkim_elsewhere"),
        (["v=DKIM1; p=MIIB"], "dkim_there", "dkim_there"),
    ],
)
def test_nothing_is_wrong_under_names_that_are_only_guessed(records: list[str], known: str, guessed: str) -> None:
    asked = {"pm": records}
    assert judge_dkim(DOMAIN, asked, is_guess=False).code == known
    found = judge_dkim(DOMAIN, asked, is_guess=True)
    assert found.code == guessed
    assert found.standing in ("right", "unknown")
    assert judge_dkim(DOMAIN, {}, is_guess=True).code == "dkim_ask"


def test_mail_waits_until_the_domain_is_proven_where_the_operator_wants_that(
    office: Office, names: Names, client_of: Any, settings: Any
) -> None:
    settings.MAIL_DOMAIN_PROOF = True
    cast, address = office.cast, _address(office.cast)
    with tenancy.organization(cast.acme.pk):
        MailAddress.objects.exclude(pk=address.pk).update(is_default=False, is_active=False)
        MailAddress.objects.filter(pk=address.pk).update(is_default=True)
        by = cast.agent.actor
        reply_to_customer(lock_ticket(cast.ticket.pk), "Found it", by=by)
        name, record = domains.record_name(DOMAIN), domains.record_of(DOMAIN)
    with tenancy.organization(cast.globex.pk):
        foreign = domains.record_of(DOMAIN)
    office.run_jobs()
    assert ([one.state for one in office.outgoing()], office.caught()) == (["queued"], [])
    owner, at = client_of(cast.owner), f"/acme/settings/mail/addresses/{address.pk}/check"
    assert "waits for proof" in owner.get("/acme/settings/mail/addresses").content.decode()
    names.add(name, "TXT", foreign)
    assert record in owner.post(at).content.decode()
    names.add(name, "TXT", "something else", record)
    assert record not in owner.post(at).content.decode()
    office.run_jobs()
    assert [one.state for one in office.outgoing()] == ["sent"]
    with tenancy.organization(cast.acme.pk):
        assert Event.objects.get(name="mail_domain.proven").data["domain"] == DOMAIN
