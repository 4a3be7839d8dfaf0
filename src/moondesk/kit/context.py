"""What is known about the work in hand: the organization, and the id under which it is logged."""

import uuid
from contextvars import ContextVar

organization_id: ContextVar[uuid.UUID | None] = ContextVar("organization_id", default=None)
"""The tenant in whose name the code runs, or None outside of any."""

operation: ContextVar[uuid.UUID | None] = ContextVar("operation", default=None)
"""What one person or job does at once: everything written in one entry to an organization. Undone together."""

reverting: ContextVar[uuid.UUID | None] = ContextVar("reverting", default=None)
"""The event that is being taken back, noted on every event that tells of it."""

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request or job, shown in logs and error pages."""
