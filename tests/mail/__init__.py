"""Mail in and out, over real sockets."""
