"""Mail that providers push by HTTP: their doors, and what comes in by them."""
