"""A small plan over a small world, packaged, so that users see whether their own database gives the same verdicts.

`village/` holds the plan, its vocabulary and its facts; `compare` evaluates it on a backend and in Polars.
"""
