"""The face for those who work here: rail, to-do, search, audit pages."""
