"""The plan's own text: its sentences, the words that a policy quotes, and the ledger that accounts for each sentence.

`document.py` reads a retained copy, `locate.py` finds quotes in it, `clauses.py` makes the ledger, and `as_json.py` and
`as_html.py` write it.
"""
