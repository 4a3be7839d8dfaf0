"""Time that people work on tickets: timers, entries, sums of them, and what the log says about waiting."""
