"""The first subject that fails a rule: `python first_failing.py POLICY FACTS AS_OF RULE`."""

import sys
from datetime import date

import policyengine as pe

FAILS = (pe.Status.NONCOMPLIANT, pe.Status.SHORTFALL, pe.Status.PENDING, pe.Status.UNKNOWN)


def main() -> None:
    """Print its id; what is not settled comes after what is, and a subject that meets the rule after all others."""
    file, folder, as_of, rule = sys.argv[1:]
    policy = pe.load_policy(file)
    verdicts = pe.evaluate(policy, pe.read_facts(folder), as_of=date.fromisoformat(as_of))
    found = [verdict for verdict in verdicts if verdict.rule == rule]
    found.sort(key=lambda verdict: FAILS.index(verdict.status) if verdict.status in FAILS else len(FAILS))
    print(found[0].subject)


main()
