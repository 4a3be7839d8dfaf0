"""Two organizations worth looking at: a travel agency in English and a chain of opticians in Spanish.

The rows are written in bulk as if they had come in over 90 days; what is written is the same for the same day.
"""

from moondesk.demo.loading import load
from moondesk.demo.removal import remove

__all__ = ["load", "remove"]
