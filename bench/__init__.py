"""Measuring Moondesk: ``python -m bench`` (docs/performance.md)."""
