"""zen-engine: all rules as one compiled expression, called once a subject.

Measured faster than a decision graph with an expression node, `evaluate_batch`, or one expression that maps over a
list of subjects.
"""

from collections.abc import Sequence

import zen

from benchmarks.peers import rows
from benchmarks.peers.expressions import Evaluate, Language, counting, judging
from benchmarks.peers.phrasing import Dialect
from benchmarks.peers.share import Share, Told

DIALECT = Dialect(both=" and ", either=" or ", negation="not {}")


def organizations(share: Share) -> Told:
    """Statuses of organizations."""
    return rows.organizations(share, lambda: judging(LANGUAGE))


def communities(share: Share) -> Told:
    """Statuses of communities."""
    return rows.communities(share, lambda: counting(LANGUAGE))


def _compiled(texts: Sequence[str]) -> Evaluate:
    expression = zen.compile_expression(f"[{', '.join(texts)}]")
    return expression.evaluate  # type: ignore[no-any-return]  # an extension module


LANGUAGE = Language(DIALECT, _compiled, counted="count({}, #)")
