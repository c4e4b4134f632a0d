"""Messages to persons: what happened, where to look."""
