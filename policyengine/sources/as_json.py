"""A ledger for programs."""

import json

from policyengine.sources.clauses import Ledger


def ledger_json(ledger: Ledger) -> str:
    """One JSON object on one line.

    `rule` is the id of what cites the words: a rule, definition, indicator or consequence. `coverage` is the nearest
    number with 64 bits, and 1 only where every sentence is accounted for.
    """
    return json.dumps(
        {
            "policy": ledger.policy,
            "source_sha256": ledger.document.sha256,
            "sentences": [
                {
                    "n": clause.sentence.n,
                    "section": clause.sentence.section,
                    "text": clause.sentence.text,
                    "cited_by": [{"rule": mention.id, "quote": mention.words} for mention in clause.mentions],
                    "uncodified": clause.reason,
                }
                for clause in ledger.clauses
            ],
            "coverage": float(ledger.coverage),
        },
        ensure_ascii=False,
    )
