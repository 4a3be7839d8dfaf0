"""Asking customers whether the answer helped: one mail after a ticket is done, with two answers to press (P4)."""
