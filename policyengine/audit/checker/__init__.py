"""The certificate checker: what a verdict's certificate says, followed step by step with nothing else at hand.

It shares no code with the engines: from the rest of the package it takes the semantics (truth, intervals, measures,
calendar) and the reading (numbers, messages), and the proofs of the ledger's tree. Read it in this order: `scalars`,
`rule` and `material` are what a certificate holds; `values`, `conditions`, `measures`, `requirements` and `timing`
evaluate the rule over the rows; `verdict` draws the status from the table; `derive` puts them together;
`statement`, `envelope` and `verify` are the file, its signature and all checks.
"""
