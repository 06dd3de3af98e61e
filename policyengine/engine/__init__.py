"""Engines: a plan and facts in, outcomes out; the meaning is that of language.md §4 whichever engine runs.

`outcome` is what every engine finds for a rule and a subject. `walker` is the reference, one subject at a time, and
tells what it looked at; `columnar` is the fast one, over whole tables. What an engine cannot do exactly is refused
(`errors`).
"""
