"""The only writers of requests, erasures and retention."""
