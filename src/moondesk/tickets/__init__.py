"""Tickets: numbers, fields, the workflow, and who may see which."""
