"""What follows from outcomes: statuses, all that a verdict says besides, and consequences (language.md §4).

The status table is data in `judge`. `together` applies it to columns (`columns`, `blocks`), `verdicts` has the result
and computes the rest when asked: `assemble` makes one `verdict`, `frame` a table of them, both from `gap`, `reasons`
and `waivers`; `walked` does it by the reference engine. `readings`, `indicators`, `rollup`, `lacking` and
`quarantine` are questions about all of them, `masked` says what may be shown, `write` puts them into files.
`consequences` follow by forward chaining: `consequence_columns` and `consequence_frame` for tables, `chaining` by
durable-rules, within the limits that `rete` keeps.
"""
