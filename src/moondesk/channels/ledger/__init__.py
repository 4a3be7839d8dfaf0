"""The mail ledger: what came in and what became of it, what waits for a decision, whom to let in."""
