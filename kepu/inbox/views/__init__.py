"""Pages of `inbox`."""
