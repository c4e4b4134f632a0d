"""Speed beside a peer or a limit: ``python -m benchmarks.<name> [--size N]`` runs one, ``make bench`` all."""
