"""The ledger: what is counted (measures), what was done (facts), and the sums kept ready (cells)."""
