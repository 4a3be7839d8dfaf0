"""What can be done with a directory."""

from moondesk.directory.actions.applying import apply_all, apply_to, too_many_leave
from moondesk.directory.actions.deciding import connect, leave_out, let_in
from moondesk.directory.actions.people import Group, Person, remove_group, remove_person, write_group, write_person
from moondesk.directory.actions.rules import (
    MOST_RULES,
    NewRule,
    add_rule,
    change_rule,
    check_may_feed,
    order_rules,
    preview,
    remove_rule,
    switch,
)

__all__ = [
    "MOST_RULES",
    "Group",
    "NewRule",
    "Person",
    "add_rule",
    "apply_all",
    "apply_to",
    "change_rule",
    "check_may_feed",
    "connect",
    "leave_out",
    "let_in",
    "order_rules",
    "preview",
    "remove_group",
    "remove_person",
    "remove_rule",
    "switch",
    "too_many_leave",
    "write_group",
    "write_person",
]
