"""Making certificates: the rule and the rows of a verdict as data, sealed with the proof that its run is recorded.

`rule_data` writes a planned rule as data; `sites` says which cells it reads of which rows; `groups` puts rows together
that are alike in all that the rule asks; `material` is all that a verdict is derived from; `make` seals it.
"""
