"""Engines: a plan and facts in, outcomes out; the meaning is that of language.md §4 whichever engine runs.

`outcome` is what every engine finds for a rule and a subject. `walker` is the reference, one subject at a time: it
reads facts as `rows`, settles due and measuring dates (`timing`), and asks in Kleene truth (`answer`, `values`) for
`existence`, `conditions`, `measures` and `evidence`, which make up `requirements`. `trace` keeps what it looked at
(`traced`, `seen`), for explanations. `columnar` is the fast one, over whole tables.
"""
