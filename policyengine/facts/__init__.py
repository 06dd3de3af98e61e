"""What is known: tables checked cell by cell, in the one form that `tables` describes.

`read` is the way in. `folder` (with `manifest` and `candidates`) and `memory` find tables; `sheets`, `json_files` and
`parquet_files` read them as they are (`sources`). `build` makes each a checked one: `headers` are matched to fields,
`columns` and `normalise` make expressions of cells, `checks` of what they must satisfy, `validate` runs all in one
pass. Between tables, `references` and `parents` are checked. What is wrong are `refusals`, set aside by `quarantine`
where that is asked for. `stored` does the same for databases, where they are; `judgements` reads offices'
determinations, and `mask` says what outputs show of persons.
"""
