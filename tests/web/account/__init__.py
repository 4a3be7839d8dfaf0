"""Accounts, and organizations from the outside."""
