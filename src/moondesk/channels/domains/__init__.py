"""The domains of an organization's addresses: whether DNS says of them what mail needs, and whose they are."""
