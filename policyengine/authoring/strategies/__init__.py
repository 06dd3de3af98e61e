"""Hypothesis strategies for small worlds: a random vocabulary, a plan over it and facts told in it.

`pools` are the values from which all parts draw, so that rules and facts meet; `vocabularies` comes first, `plans`
(with `conditions` and `measures`), `consequences` and `facts` draw over a vocabulary, `worlds` puts them together;
`weights` lets what is seldom be drawn more often.
Needs hypothesis (the extra `testing`), which no other part of the package imports.
"""

from policyengine.authoring.strategies.plans import plans
from policyengine.authoring.strategies.vocabularies import vocabularies
from policyengine.authoring.strategies.worlds import Batch, World, batches, worlds

__all__ = ["Batch", "World", "batches", "plans", "vocabularies", "worlds"]
