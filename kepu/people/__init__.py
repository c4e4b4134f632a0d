"""Regions and their population, units and their names, accounts and their roles."""
