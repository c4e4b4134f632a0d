"""The face for residents: what was promised, large and plain, phone first."""
