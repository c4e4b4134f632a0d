"""The pages of a year's work."""
