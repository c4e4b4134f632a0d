"""Settings, addresses, the ``kepu`` command, worker and scheduler."""
