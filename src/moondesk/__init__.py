"""Moondesk: a self-hosted, multi-tenant customer support desk."""

__version__ = "0.1.0"
