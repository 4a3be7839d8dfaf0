"""Macros: what is written and done again and again, in one go. A canned response is a macro that only writes."""
