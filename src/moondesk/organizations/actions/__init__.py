"""What can be done to an organization, its departments, members and tokens."""

from moondesk.organizations.actions.departments import create_department, delete_department, update_department
from moondesk.organizations.actions.founding import (
    UNDO_SECONDS,
    close_first_steps,
    create_organization,
    update_organization,
)
from moondesk.organizations.actions.members import (
    accept_invitation,
    add_member,
    change_departments,
    change_role,
    invite_member,
    rename_member,
    revoke_invitation,
    set_active,
)
from moondesk.organizations.actions.tokens import NewToken, create_api_token_for, create_token, revoke_token

__all__ = [
    "UNDO_SECONDS",
    "NewToken",
    "accept_invitation",
    "add_member",
    "change_departments",
    "change_role",
    "close_first_steps",
    "create_api_token_for",
    "create_department",
    "create_organization",
    "create_token",
    "delete_department",
    "invite_member",
    "rename_member",
    "revoke_invitation",
    "revoke_token",
    "set_active",
    "update_department",
    "update_organization",
]
