"""Mail: the SMTP door in, and the letters out."""
