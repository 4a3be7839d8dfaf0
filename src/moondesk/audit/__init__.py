"""What happened besides the work on tickets: who signed in, changed settings and rights, took data along."""
