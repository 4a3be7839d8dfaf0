"""The doors by which messages come in and go out."""
