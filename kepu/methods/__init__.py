"""The pure packages: values in, values out; no Django, database, clock, network or hidden randomness."""
