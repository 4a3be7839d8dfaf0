"""Streams of server-sent events: who may listen, what they are told, and the HTTP around it."""
