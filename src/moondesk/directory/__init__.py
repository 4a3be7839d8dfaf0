"""External directories: people and groups that another system knows, mapped to members, roles and departments."""
