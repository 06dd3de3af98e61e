"""One of several strategies, some of them more often than others."""

from typing import TypeVar

from hypothesis import strategies as st

Drawn = TypeVar("Drawn")


def weighed(*strategies: tuple[int, st.SearchStrategy[Drawn]]) -> st.SearchStrategy[Drawn]:
    """One of the strategies, each as often as it weighs.

    To `one_of` a strategy that it is given several times is one.
    """
    shares = [strategy for weight, strategy in strategies for _ in range(weight)]
    return st.integers(0, len(shares) - 1).flatmap(shares.__getitem__)
