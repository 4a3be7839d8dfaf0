"""Work outside of requests: the only place that knows the queue library."""
