"""What every test stands on: a real PostgreSQL, the cast, a real desk, a real browser."""
