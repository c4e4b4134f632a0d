"""Content-addressed store of files: each kept once, named by its hash."""
