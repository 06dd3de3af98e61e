"""The reference engine: one rule and one subject at a time, in plain Python, with a trace of what it looked at.

`rows` are the facts; `values`, `conditions`, `measures` and `evidence` say what holds of a row, `requirements` and
`timing` what a rule asks and by when; `walk` puts them together, `trace` and `traced` tell on what it rested.
"""
