"""What can be done with a directory."""

from moondesk.directory.actions.applying import apply_all, apply_to
from moondesk.directory.actions.deciding import connect, leave_out, let_in
from moondesk.directory.actions.people import Group, Person, remove_group, remove_person, write_group, write_person
from moondesk.directory.actions.rules import NewRule, add_rule, remove_rule, switch

__all__ = [
    "Group",
    "NewRule",
    "Person",
    "add_rule",
    "apply_all",
    "apply_to",
    "connect",
    "leave_out",
    "let_in",
    "remove_group",
    "remove_person",
    "remove_rule",
    "switch",
    "write_group",
    "write_person",
]
