"""Measurements against hand-written Polars and bare processes, as ratios within one run: `python -m benchmarks`."""
