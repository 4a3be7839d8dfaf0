"""The pages of the mail ledger: what came in, what waits, what went out, whom to let in."""
