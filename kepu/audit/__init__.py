"""Append-only who-did-what, without foreign keys, and the guard that makes a table append-only."""
