"""The words of mails: an organization writes its own for each kind and language, with variables from a closed list."""
