"""What the operator of the installation does."""

from moondesk.operating.actions.counting import count_here
from moondesk.operating.actions.operators import make_operator, unmake_operator
from moondesk.operating.actions.removing import remove_organization
from moondesk.operating.actions.suspending import look_into, resume, suspend
from moondesk.operating.actions.switching import switch_features, switch_starting, take_switching_back

__all__ = [
    "count_here",
    "look_into",
    "make_operator",
    "remove_organization",
    "resume",
    "suspend",
    "switch_features",
    "switch_starting",
    "take_switching_back",
    "unmake_operator",
]
