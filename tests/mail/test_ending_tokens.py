"""API tokens that end soon are told of: a week and a day before, once each, to those who can replace them."""

import datetime

import pytest

from moondesk.channels.ending_tokens import tell_of_ending
from moondesk.channels.mail.compose import compose
from moondesk.channels.mail.ending_token import why_ending_is_not_told
from moondesk.channels.models import OutgoingMail
from moondesk.channels.rules import Kind
from moondesk.kit.clock import now
from moondesk.organizations import actions
from moondesk.organizations.models import ApiToken, Organization
from moondesk.organizations.permissions import Permission
from moondesk.organizations.rules import EndWarning, warning_of_end
from tests import factories
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def mails() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind=Kind.TOKEN_ENDING).order_by("pk"))


def ends_in(token: ApiToken, left: datetime.timedelta) -> None:
    ApiToken.objects.filter(pk=token.pk).update(expires_at=now() + left, created_at=now() - 80 * DAY)


@pytest.mark.parametrize(
    ("left", "life", "expected"),
    [
        (7 * DAY, 90 * DAY, EndWarning(7, True)),
        (1.5 * DAY, 90 * DAY, EndWarning(7, True)),
        (DAY, 90 * DAY, EndWarning(1, True)),
        (5 * DAY, 5 * DAY, EndWarning(7, False)),
        (DAY, 5 * DAY, EndWarning(1, True)),
        (DAY, DAY, EndWarning(1, False)),
    ],
)
def test_when_somebody_is_told(left: datetime.timedelta, life: datetime.timedelta, expected: EndWarning) -> None:
    assert warning_of_end(left, life) == expected


def test_the_owner_is_told_once_a_week_and_once_a_day_before(in_acme: Cast) -> None:
    token = factories.make_token(in_acme.agent.member, expires_in=90 * DAY).token
    tell_of_ending()
    assert mails() == []
    for left, many in ((6.9 * DAY, 1), (5 * DAY, 1), (0.9 * DAY, 2), (0.5 * DAY, 2), (-DAY, 2)):
        ends_in(token, left)
        for _again in range(2):
            tell_of_ending()
        assert len(mails()) == many, left
    assert {mail.recipient for mail in mails()} == {in_acme.agent.user.email}


def test_of_one_of_the_organization_are_told_who_may_manage_it(in_acme: Cast) -> None:
    made = actions.create_organization_token("Billing", by=in_acme.owner.actor, scopes=[Permission.MEMBER_VIEW.value])
    ends_in(made.token, 2 * DAY)
    tell_of_ending()
    assert {mail.recipient for mail in mails()} == {in_acme.owner.user.email, in_acme.administrator.user.email}
    mail = mails()[0]
    letter = compose(mail, Organization.objects.get(pk=in_acme.acme.pk), "")
    assert "Billing" in letter.subject
    assert letter.url.endswith("/acme/settings/tokens")
    assert why_ending_is_not_told(mail) == ""
    actions.revoke_token(made.token, by=in_acme.owner.actor)
    assert why_ending_is_not_told(mail)


def test_nobody_is_told_of_a_revoked_one(in_acme: Cast) -> None:
    token = factories.make_token(in_acme.agent.member, expires_in=90 * DAY).token
    actions.revoke_token(token, by=in_acme.agent.actor)
    ends_in(token, 2 * DAY)
    tell_of_ending()
    assert mails() == []
