"""What can be wrong when something is asked of an organization."""

from moondesk.kit.errors import Conflict, InvalidInput, NotAllowed, NotFound


class OrganizationNotFound(NotFound):
    """No such organization, or not one the asker belongs to."""

    code = "organization_not_found"


class InvalidOrganization(InvalidInput):
    """A name or address of an organization, department or member does not fit."""

    code = "invalid_organization"


class InvitationExpired(NotFound):
    """The invitation is unknown, used, revoked, expired, or for another address. All look the same."""

    code = "invitation_expired"


class AlreadyMember(InvalidOrganization):
    """The invited works here already; ``extra`` names the member, and says whether they were deactivated."""

    code = "already_member"
    status = 409


class LastOwner(Conflict):
    """The organization would be left without an owner."""

    code = "last_owner"


class MoreThanOwn(NotAllowed):
    """Nobody can give a role that allows more than their own."""

    code = "more_than_own"


class RoleNotFound(NotFound):
    """There is no such role of the organization's own."""

    code = "role_not_found"


class RoleInUse(Conflict):
    """The role still has members, is promised in an invitation, or others inherit from it."""

    code = "role_in_use"


class DepartmentInUse(Conflict):
    """The department still has tickets, members or departments below it."""

    code = "department_in_use"


class OrganizationClosed(NotAllowed):
    """The operator of the installation closed the organization."""

    code = "organization_suspended"


class FeatureOff(NotAllowed):
    """The operator of the installation switched this off for the organization; ``feature`` says what."""

    code = "feature_off"


class OrganizationInDeletion(NotAllowed):
    """The organization is being deleted; until the day of it only its owners come in, to take that back."""

    code = "organization_in_deletion"


class DeletionUnderWay(Conflict):
    """The organization is being deleted already, or too far on to be taken back."""

    code = "deletion_under_way"


class NoDeletion(Conflict):
    """Nobody asked for the organization to be deleted."""

    code = "no_deletion"


class TransferUnderWay(Conflict):
    """Ownership is being offered already, and one offer at a time is enough."""

    code = "transfer_under_way"


class NoTransfer(Conflict):
    """Nobody offers the organization to who asks, or not any more."""

    code = "no_transfer"


class TransferBlocked(Conflict):
    """Who is to become owner has to mend something before: confirm an address, set up a second factor."""

    code = "transfer_blocked"


class ProofNeeded(NotAllowed):
    """This takes a person who has just proven who they are: sign in or prove it again, a token does not do."""

    code = "proof_needed"


class BadToken(NotAllowed):
    """The bearer token is missing, unknown, expired or revoked."""

    code = "bad_token"
    status = 401


class DomainNotProven(Conflict):
    """DNS does not have the record that proves that a domain is the organization's."""

    code = "domain_not_proven"


class SecondFactorFirst(NotAllowed):
    """The organization asks for a second factor, and the account has none, or this session showed none."""

    code = "second_factor_required"


class OwnFactorFirst(Conflict):
    """Only who has a second factor can ask others for one."""

    code = "own_second_factor_first"


class TokenElsewhere(NotAllowed):
    """The token works only from other networks than the one it was used from."""

    code = "token_elsewhere"


class ProviderNotTested(Conflict):
    """Nobody came back from the provider yet, so it cannot become the only way in."""

    code = "provider_not_tested"


class SignInElsewhere(NotAllowed):
    """The organization wants another way of signing in than the one by which this person came."""

    code = "sign_in_elsewhere"
