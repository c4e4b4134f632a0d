"""The forms of reporting: input cleaned, nothing decided."""
