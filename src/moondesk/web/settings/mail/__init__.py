"""The pages of mail: addresses, ways in and out, templates."""
