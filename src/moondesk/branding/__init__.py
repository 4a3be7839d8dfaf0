"""How an organization looks to its customers: colour, logo, and the words of its help pages."""
