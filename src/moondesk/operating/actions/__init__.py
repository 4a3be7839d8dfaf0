"""What the operator of the installation does."""

from moondesk.operating.actions.counting import count_here
from moondesk.operating.actions.operators import make_operator, unmake_operator
from moondesk.operating.actions.removing import remove_organization
from moondesk.operating.actions.suspending import look_into, resume, suspend

__all__ = ["count_here", "look_into", "make_operator", "remove_organization", "resume", "suspend", "unmake_operator"]
