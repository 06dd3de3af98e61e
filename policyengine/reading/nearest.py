"""The known name that a misspelt one was probably meant to be."""

from collections.abc import Iterable
from difflib import get_close_matches

from policyengine.reading.text import Text, listed

LONGEST_NAME = 200


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The most similar of the candidates, or `None` where none is similar enough to be meant."""
    known = sorted(set(candidates))
    by_lower = {candidate.lower(): candidate for candidate in reversed(known)}
    matches = get_close_matches(name[:LONGEST_NAME].lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[matches[0]] if matches else None


def suggestion(name: str, candidates: Iterable[str]) -> Text:
    """A hint for an unknown name: the nearest known one, or else what is known; for `{suggestion}` in messages."""
    known = sorted(set(candidates))
    match = nearest(name, known)
    if match is not None:
        return Text(f"是否想写 `{match}`？", f"Did you mean `{match}`?")
    if not known:
        return Text("此处没有可用的名称。", "There are no names to choose from here.")
    names = listed(known)
    return Text(f"可用的有：{names.zh}。", f"Known are: {names.en}.")
