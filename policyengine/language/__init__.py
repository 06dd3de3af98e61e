"""What a policy says, before any name in it has a meaning (language.md §3).

`load` reads a file into `models`, section by section: `targets`, `definitions`, `rules` (with `duties`, `conditions`,
`measures`, `operands`, `citations`, `period`), `indicators`, `consequences`, `uncodified`; `waivers` are a file of
their own. Keys stand in `keys` and `facts_keys` once, for these readers and for editors' schemas (`json_schema`,
`schema_policy`, `schema_vocabulary`, `schema_facts`). `comparing` holds two versions against each other.
"""
