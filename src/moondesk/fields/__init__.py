"""Custom fields: what an organization wants to know of its tickets beside what everybody does."""
