"""Mailboxes on servers elsewhere: signing in, reading what is new, and what is done there once it is here."""
