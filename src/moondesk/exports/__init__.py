"""Tickets taken along: the answer to a list as a file, written by a worker for whoever asked."""
