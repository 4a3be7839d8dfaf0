"""Web forms: what an organization shows on its own sites for people to write in (I3)."""
