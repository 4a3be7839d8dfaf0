"""Changing many tickets at once."""
