"""The same rules on the same data by other engines: `python -m benchmarks.peers`."""
