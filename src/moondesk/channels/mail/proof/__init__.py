"""Who really sent a mail: what SPF, DKIM and DMARC say of the address in its From, and what follows from it."""
