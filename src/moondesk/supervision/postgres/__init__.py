"""The embedded PostgreSQL: its programs, the user it runs as, its cluster and what its failures mean."""
