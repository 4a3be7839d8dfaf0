"""Files of programs that have a token of the organization."""

import pytest
from django.test import Client

from moondesk.kit import tenancy
from moondesk.organizations.actions import create_organization_token, revoke_token
from tests.api.test_files import API, fetched, got, sent, write
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db


def test_a_token_of_the_organization_fetches_files_and_has_uploads_of_its_own(cast: Cast) -> None:
    scopes = ["tickets:ticket:view", "tickets:ticket:view_all", "tickets:message:reply"]
    with tenancy.organization(cast.acme.pk):
        made = create_organization_token("Billing", by=cast.owner.actor, scopes=scopes)
        another = create_organization_token("Shop", by=cast.owner.actor, scopes=scopes)
    upload = sent(made.secret).json()
    at = f"{API}/files/{upload['id']}"
    assert got(at, another.secret).status_code == 404
    assert write(cast, another.secret, kind="reply", body="x", file_ids=[upload["id"]]).status_code == 404
    assert fetched(f"{at}/content", made.secret)[:2] == (200, b"Some notes.\n")
    assert write(cast, made.secret, kind="reply", body="x", file_ids=[upload["id"]]).status_code == 201
    assert fetched(f"{at}/content", another.secret)[:2] == (200, b"Some notes.\n")
    location = got(f"{at}/content", made.secret).headers["Location"]
    with tenancy.organization(cast.acme.pk):
        revoke_token(made.token, by=cast.owner.actor)
    assert Client().get(location).status_code == 404
