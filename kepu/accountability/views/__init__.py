"""Pages of reporting: a request, one verb or one query, an answer."""
