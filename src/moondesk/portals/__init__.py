"""An organization's help pages from the outside: how customers sign in there, and the domain they are at."""
