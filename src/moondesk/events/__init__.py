"""The log of what happened. Written once by ``emit``; timeline, streams, mail and automation read it."""
