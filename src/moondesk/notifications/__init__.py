"""What concerns a member: one row a matter, what of it they have read, and what they do not want to be told."""
