"""From the event log to open pages: topics, fan-out, streams."""
