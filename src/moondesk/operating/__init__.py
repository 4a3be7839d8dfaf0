"""Running the installation: who does, what each organization uses, and closing one for a while."""
