"""Beginning, doing, cancelling and taking back changes of many tickets."""

from moondesk.bulk.actions.starting import NewBulk, cancel_bulk, start_bulk, undo_bulk

__all__ = ["NewBulk", "cancel_bulk", "start_bulk", "undo_bulk"]
