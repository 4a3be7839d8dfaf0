"""What ``moondesk up`` stands on: the embedded PostgreSQL, the process tree and their data directory.

Nothing in here loads Django except ``prepare``, which runs in a process of its own: the supervisor stays small.
"""
