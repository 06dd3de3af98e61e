"""The fast engine: a plan as expressions over whole tables, in narwhals' words.

Expressions are made first: `rules` asks `conditions` and `measures` (with `operands`, `compare`, `satisfy`, `evidence`,
`clocks`) for what holds of `rows`, as Kleene truth in nullable booleans (`tri`). Then frames are built: `scan`
joins what the `rows` of one entity read under several clocks, `gather` collects children level by level, `detail` and
`outcomes` give what is behind each verdict, with what is `missing`, `classes` the children behind one of them.
"""
