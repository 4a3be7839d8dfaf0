"""The people who write in, and the companies they work for."""
