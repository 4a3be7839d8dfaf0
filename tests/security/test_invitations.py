"""What somebody may no longer promise, others can no longer take."""

import pytest

from moondesk.kit import tenancy
from moondesk.organizations.actions import accept_invitation, change_role, invite_member, set_active
from moondesk.organizations.errors import InvitationExpired
from moondesk.organizations.models import Member
from tests import factories
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("how", ["deactivated", "demoted"])
def test_invitations_end_with_the_right_to_invite(cast: Cast, how: str) -> None:
    other_self = factories.make_user("adam.private@x.test", name="Adam")
    with tenancy.organization(cast.acme.pk):
        _invitation, secret = invite_member(other_self.email, "administrator", by=cast.administrator.actor)
        member = Member.objects.get(pk=cast.administrator.member.pk)
        if how == "deactivated":
            set_active(member, False, by=cast.owner.actor)
        else:
            change_role(member, "viewer", by=cast.owner.actor)
        with pytest.raises(InvitationExpired):
            accept_invitation(secret, other_self)
        assert not Member.objects.filter(user=other_self).exists()
