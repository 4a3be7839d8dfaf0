"""The ways out: accounts by which an organization sends its mail, beside the one of the installation."""
