"""What can be wrong when something is asked of a ticket."""

from moondesk.kit.errors import Conflict, InvalidInput, NotFound, StaleVersion


class TicketNotFound(NotFound):
    """No such ticket, or not one the asker may know of."""

    code = "ticket_not_found"


class TicketChanged(StaleVersion):
    """Somebody changed the ticket since it was read; ``extra`` has its version and the changes."""

    code = "ticket_changed"


class InvalidTicket(InvalidInput):
    """A field of the ticket does not fit."""

    code = "invalid_ticket"


class NotActive(Conflict):
    """Only a ticket that is not done can be snoozed."""

    code = "not_active"


class TagNotFound(NotFound):
    """The organization has no such tag."""

    code = "tag_not_found"


class ReminderNotFound(NotFound):
    """No such reminder, or somebody else's."""

    code = "reminder_not_found"


class TooManyReminders(InvalidInput):
    """A member has as many reminders of one ticket as they may have."""

    code = "too_many_reminders"


class NotClosed(Conflict):
    """Only a closed ticket can be archived."""

    code = "not_closed"


class LinkExpired(NotFound):
    """The secret link is unknown, expired or revoked. All look the same."""

    code = "link_expired"


class TransitionNotAllowed(Conflict):
    """The workflow does not let the asker move a ticket to this status; ``allowed`` has the statuses it does."""

    code = "transition_refused"


class NoteRequired(InvalidInput):
    """This status asks for a note that says why."""

    code = "note_required"


class InvalidWorkflow(InvalidInput):
    """A status or a transition does not fit, or the workflow would no longer be whole."""

    code = "invalid_workflow"


class StatusNotFound(NotFound):
    """The organization has no such status."""

    code = "status_not_found"


class StageFixed(Conflict):
    """A status keeps its stage for ever, because reports and clocks count on it."""

    code = "stage_fixed"


class StatusInUse(Conflict):
    """The status is a default, tickets are just moving to or from it, or have it while a change would take it away."""

    code = "status_in_use"


class WorkflowChangedMeanwhile(StaleVersion):
    """Somebody changed the workflow since it was read."""

    code = "workflow_changed"


class NothingToUndo(Conflict):
    """There is no change of the workflow that can be undone."""

    code = "nothing_to_undo"


class CannotTakePart(Conflict):
    """Nobody more can be kept in copy, or the requester would be left out."""

    code = "cannot_take_part"


class ClosedForGood(Conflict):
    """The ticket was closed too long ago to be opened again; what its customer writes begins a new one."""

    code = "closed_for_good"


class TicketMerged(Conflict):
    """The ticket is merged into another, ``merged_into``, and goes on there."""

    code = "ticket_merged"


class NotMerged(Conflict):
    """The ticket is not merged into this one, or not any more."""

    code = "not_merged"


class HasMerged(Conflict):
    """Other tickets go on in this one; they are unmerged before it is deleted."""

    code = "has_merged"


class InvalidMerge(InvalidInput):
    """A ticket cannot be merged into itself, nor too many into one; ``fields`` says which."""

    code = "invalid_merge"


class InvalidLink(InvalidInput):
    """A ticket cannot be linked to itself, nor to so many others."""

    code = "invalid_link"


class LinkExists(Conflict):
    """The two tickets are linked like this already."""

    code = "link_exists"


class LinkCircle(Conflict):
    """The link would lead in a circle: nothing can be above or before itself."""

    code = "link_circle"


class LinkNotFound(NotFound):
    """The ticket has no such link, or not one the asker may know of."""

    code = "link_not_found"


class TicketBlocked(Conflict):
    """Other tickets that are not done block this one: ``blockers``, and how many more are ``hidden``.

    It can be resolved all the same with ``despite_blockers``.
    """

    code = "ticket_blocked"


class CannotWatch(InvalidInput):
    """The member may not see the ticket, so there is nothing to tell them of."""

    code = "cannot_watch"


class TooManyWatchers(Conflict):
    """As many members as can watch a ticket do."""

    code = "too_many_watchers"
