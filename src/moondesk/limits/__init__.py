"""Counting how often something was done in a period, across all processes."""
