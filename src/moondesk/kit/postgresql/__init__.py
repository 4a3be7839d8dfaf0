"""Django's backend for PostgreSQL, with a pool that gives up on a database that is away and finds it again."""
