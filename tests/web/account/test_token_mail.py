"""Tokens that programs make: whose they are hears of it by mail, once."""

import pytest
from django.utils import translation

from moondesk.accounts.models import User
from moondesk.events.models import Event
from moondesk.events.registry import find_reaction
from moondesk.kit import tenancy
from moondesk.kit.ids import new_id
from moondesk.organizations import actions
from moondesk.organizations.token_access import token_actors
from moondesk.web.account.mails import compose
from tests import factories
from tests.harness.people import Cast
from tests.web.account.test_signing_in import queued

pytestmark = pytest.mark.django_db
SCOPES = ["tickets:ticket:view", "tickets:ticket:view_all"]


def told() -> list[str]:
    """Return to whom a mail goes of the token that was made last, however often that is told."""
    event = Event.objects.filter(name="token.created").latest("id")
    tell = find_reaction(event.name, "moondesk.web.account.telling_tokens.tell_of_a_token_made_by_the_api")
    assert tell
    before = len(queued())
    tell(event)
    tell(event)
    return sorted(job["recipient"] for job in queued()[before:] if job["kind"] == "token_made")


def test_whose_token_it_is_hears_of_one_made_by_the_api(cast: Cast) -> None:
    agent, owner = cast.agent, cast.owner
    assert agent.member
    assert owner.member
    with tenancy.organization(cast.acme.pk):
        maker = factories.make_token(owner.member).token
        assert told() == [], "who makes one at a page sees it there"
        by = token_actors([maker.pk])[maker.pk]
        actions.create_token(owner.member, "Hidden", by=by)
        assert told() == [owner.user.email]
        actions.create_token(agent.member, "Theirs", by=by, scopes=SCOPES[:1])
        assert told() == [agent.user.email], "not the maker: it acts in the name of the other"
        actions.create_organization_token("Ours", by=by, scopes=SCOPES)
        assert told() == sorted([owner.user.email, cast.administrator.user.email])


def test_the_mail_names_the_token_and_leads_to_where_it_is_revoked(cast: Cast) -> None:
    assert cast.agent.member
    with tenancy.organization(cast.acme.pk):
        new = factories.make_token(cast.agent.member)
    given = (cast.agent.user.email, str(cast.agent.user.pk), str(cast.acme.pk))
    said = set()
    for language in ("en", "es"):
        with translation.override(language):
            mail = compose("token_made", *given, str(new.token.pk))
        assert mail is not None
        assert "/acme/settings/tokens" in mail.text
        assert new.token.prefix in mail.text
        assert new.secret not in mail.html
        said.add(mail.subject)
    assert len(said) == 2
    assert compose("token_made", *given, str(new_id())) is None
    assert compose("token_made", given[0], given[1], str(cast.globex.pk), str(new.token.pk)) is None
    User.objects.filter(pk=cast.agent.user.pk).update(is_active=False)
    assert compose("token_made", *given, str(new.token.pk)) is None
