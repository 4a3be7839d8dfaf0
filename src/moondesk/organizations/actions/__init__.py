"""What can be done to an organization, its departments, members and tokens."""

from moondesk.organizations.actions.departments import create_department, delete_department, update_department
from moondesk.organizations.actions.founding import (
    UNDO_SECONDS,
    close_first_steps,
    create_organization,
    pass_setup,
    update_organization,
)
from moondesk.organizations.actions.inviting import (
    accept_invitation,
    invite_member,
    renew_invitation,
    revoke_invitation,
)
from moondesk.organizations.actions.managing import change_managed
from moondesk.organizations.actions.members import (
    add_member,
    change_departments,
    change_role,
    rename_member,
    set_active,
)
from moondesk.organizations.actions.roles import RoleDraft, create_role, delete_role, update_role
from moondesk.organizations.actions.tokens import (
    NewToken,
    Usual,
    create_api_token_for,
    create_organization_token,
    create_token,
    revoke_all_tokens,
    revoke_token,
)

__all__ = [
    "UNDO_SECONDS",
    "NewToken",
    "RoleDraft",
    "Usual",
    "accept_invitation",
    "add_member",
    "change_departments",
    "change_managed",
    "change_role",
    "close_first_steps",
    "create_api_token_for",
    "create_department",
    "create_organization",
    "create_organization_token",
    "create_role",
    "create_token",
    "delete_department",
    "delete_role",
    "invite_member",
    "pass_setup",
    "rename_member",
    "renew_invitation",
    "revoke_all_tokens",
    "revoke_invitation",
    "revoke_token",
    "set_active",
    "update_department",
    "update_organization",
    "update_role",
]
