"""Reads of reporting: who must answer a cycle, what it costs them, how it stands."""
