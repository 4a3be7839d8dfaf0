"""The tenant and who works in it: organizations, members, departments, permissions, the Actor, API tokens."""
