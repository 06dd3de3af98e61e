"""For policy staff: from a plan's text to tested rules, and whatever they do with them later.

`drafting` begins a policy file, `formatting` lays it out, `editing` changes one value of it, `comparing` tells what a
new version does to verdicts. `cases` are its tests, `mutation` asks whether these would notice a changed rule.
`template` makes blank workbooks for facts, `due` lists what is coming up, `demo` makes registries for trials,
`selftest` holds a user's database against the reference, `strategies` draws worlds for tests by Hypothesis.
"""
