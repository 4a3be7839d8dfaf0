"""People and groups that are read from another system by the clock: the contract, the asking, the writing down."""
