"""The customer's side: the portal of one organization, the public form, and the ticket as a chat."""
