"""rule-engine: the definitions as one rule and all rules as another, each a list; faster here than a rule each, and
than typed contexts."""

from collections.abc import Sequence

from rule_engine import Context, Rule

from benchmarks.peers import rows
from benchmarks.peers.expressions import Evaluate, Language, counting, judging
from benchmarks.peers.phrasing import Dialect
from benchmarks.peers.share import Share, Told

DIALECT = Dialect(both=" and ", either=" or ", negation="(not {})")


def organizations(share: Share) -> Told:
    """Statuses of organizations."""
    return rows.organizations(share, lambda: judging(LANGUAGE))


def communities(share: Share) -> Told:
    """Statuses of communities."""
    return rows.communities(share, lambda: counting(LANGUAGE))


def _compiled(texts: Sequence[str]) -> Evaluate:
    return Rule(f"[{', '.join(texts)}]", context=Context(default_value=None)).evaluate  # type: ignore[no-any-return]  # untyped


LANGUAGE = Language(DIALECT, _compiled, counted="[x for x in {} if x].length", definitions_first=True)
