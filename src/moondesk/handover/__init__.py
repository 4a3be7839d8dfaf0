"""What a member leaves behind when they go, and who has it from then on."""
