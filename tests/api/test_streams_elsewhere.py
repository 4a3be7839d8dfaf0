"""Streams that are open when an organization comes to want its own provider."""

import pytest
from django.test import Client

from moondesk.api.streams.viewers import Asked, recognize, renew
from moondesk.kit import tenancy
from moondesk.organizations.models import Organization
from tests.harness.people import PASSWORD, Cast

pytestmark = pytest.mark.django_db


def test_an_open_stream_ends_when_another_way_of_signing_in_is_asked_for(cast: Cast) -> None:
    ana = cast.agent.user
    ana.set_password(PASSWORD)
    ana.save()
    answer = Client().post("/api/v1/sign-in", {"email": ana.email, "password": PASSWORD}, "application/json").json()
    asks = Asked({"authorization": f"Bearer {answer['access_token']}"}, {"organization": ["acme"]})
    viewer = recognize(asks)
    with tenancy.organization(cast.acme.pk):
        assert renew([viewer], Organization.objects.get())[viewer.key] is not None
        forced = [f"{ana.email.partition('@')[2]}=01890000-0000-7000-8000-000000000000"]
        Organization.objects.update(forced_sign_in=forced)
        assert renew([viewer], Organization.objects.get()) == {viewer.key: None}
