"""For auditors: runs kept with all that they rest on, in a ledger whose past cannot be changed unnoticed.

`record` is what a run leaves behind. `recording` puts it there: `kept_facts`, `kept_verdicts`, `kept_consequences`,
`kept_waivers` and `kept_quarantine` write the files of an `archive`, and `ledger` the record, a leaf of the tree of
`merkle`, signed for by a `checkpoint`. `recall` finds runs again for `lookup`, `conclusions`, `why`, `replay` and
`changes`; `verify` holds all of it to what was signed, and `consistency` proves to whoever has nothing but an
earlier checkpoint that it has only grown. What a stranger's archive may hold, `parquet_bounds` and
`kept_types` say. `rulings` are what offices decide about verdicts. `certificates` are checked by `checker`, which rests
on no engine; `dossier` and `oscal` write what is on record for people and for programs.
"""
