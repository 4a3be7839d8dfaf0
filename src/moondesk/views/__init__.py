"""Saved views: questions for tickets with a name, for oneself, a department or all."""
