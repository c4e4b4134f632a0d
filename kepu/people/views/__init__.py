"""Pages of `people`: a request, one verb or query, a response."""
