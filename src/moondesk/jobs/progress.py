"""How far long work got."""


def percent(done: int, total: int | None) -> int:
    """Return how much is done, in whole per cent; 100 only when it is all, 0 while nobody knows how much there is."""
    if total is None:
        return 0
    return 100 if done >= total else done * 100 // total
