"""Looking at the desk with another's eyes: the mark in the session, what is refused meanwhile, and its end."""
