"""Signing up, in and out, and organizations from the outside."""
