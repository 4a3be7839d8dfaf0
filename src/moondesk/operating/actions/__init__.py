"""What the operator of the installation does."""

from moondesk.operating.actions.counting import count_here
from moondesk.operating.actions.operators import make_operator, unmake_operator
from moondesk.operating.actions.suspending import look_into, resume, suspend

__all__ = ["count_here", "look_into", "make_operator", "resume", "suspend", "unmake_operator"]
