"""The desk: where members read and answer tickets."""
