"""common-expression-language: CEL in Rust, all rules as one program, executed once a subject."""

from collections.abc import Sequence

import cel

from benchmarks.peers import rows
from benchmarks.peers.expressions import Evaluate, Language, counting, judging
from benchmarks.peers.phrasing import Dialect
from benchmarks.peers.share import Share, Told


def organizations(share: Share) -> Told:
    """Statuses of organizations."""
    return rows.organizations(share, lambda: judging(LANGUAGE))


def communities(share: Share) -> Told:
    """Statuses of communities."""
    return rows.communities(share, lambda: counting(LANGUAGE))


def _compiled(texts: Sequence[str]) -> Evaluate:
    return cel.compile(f"[{', '.join(texts)}]").execute


LANGUAGE = Language(Dialect(), _compiled, counted="{}.filter(x, x).size()")
