"""Settings: one page per thing, inside the desk."""
