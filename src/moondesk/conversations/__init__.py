"""What was said on a ticket: public replies and internal notes."""
