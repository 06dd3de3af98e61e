"""Rules made ready: every name has one meaning, every literal its type, and nothing depends on an engine.

`ready` goes from a file to a plan. `resolve` makes it, with `definitions`, `resolve_rule`, `resolve_condition`,
`resolve_comparison`, `resolve_measure`, `resolve_consequence`, `operands` and `paths`; all carry one `scope`, which
gathers findings. It is made of `nodes`; `planned` are whole rules, `consequences` what follows. `check` says what
makes no sense: it tries conditions on all rows that they can tell apart (`space`, `cells`). `invariants` hold of
every plan.
"""
