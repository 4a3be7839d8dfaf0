"""People who can sign in. A user is global and may belong to many organizations."""
