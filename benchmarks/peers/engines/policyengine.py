"""policyengine, this tree: the policies of `benchmarks/policies` by the ordinary path.

Reading and checking all facts, and building the plan, are its preparation.
"""

import time
from collections import Counter

from benchmarks import tasks
from benchmarks.peers.share import Share, Told


def organizations(share: Share) -> Told:
    """Statuses of organizations."""
    return _told(share, "organizations_40.yaml")


def communities(share: Share) -> Told:
    """Statuses of communities."""
    return _told(share, "communities_10.yaml")


def _told(share: Share, policy: str) -> Told:
    start = time.perf_counter()
    seconds, found = tasks.verdicts(share.tables, policy)
    told = Told(seconds=seconds, prepared=time.perf_counter() - start - seconds)
    for rule, counts in found.items():
        told.add(
            rule, Counter({0 if status == "unknown" else int(status): number for status, number in counts.items()})
        )
        told.done = told.share = sum(counts.values())
    return told
