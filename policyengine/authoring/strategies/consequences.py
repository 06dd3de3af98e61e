"""Random consequences: ways over the verdicts of rules, over earlier consequences, and over what subjects are."""

from hypothesis import strategies as st

from policyengine.authoring.strategies.conditions import conditions
from policyengine.authoring.strategies.pools import CONSEQUENCES
from policyengine.authoring.strategies.weights import weighed
from policyengine.language.statuses import DEFINITE
from policyengine.plan.consequences import Follows, Literal, Meets, PlannedConsequence, VerdictIs
from policyengine.plan.planned import PlannedRule
from policyengine.vocabulary.models import Vocabulary


@st.composite
def consequences(
    draw: st.DrawFn, vocabulary: Vocabulary, rules: tuple[PlannedRule, ...]
) -> tuple[PlannedConsequence, ...]:
    """One to three consequences for subjects of the rules, each resting on rules and on those before it."""
    found: list[PlannedConsequence] = []
    for name in CONSEQUENCES[: draw(st.sampled_from((3, 3, 2, 1)))]:
        # The subject of the one before is drawn most often, so that there are chains.
        subjects = [*(each.subject for each in found[-1:] * 3), *(rule.subject for rule in rules)]
        subject = draw(st.sampled_from(subjects))
        literals = _literals(vocabulary, subject, rules, found)
        way = st.lists(literals, min_size=1, max_size=2, unique=True).map(tuple)
        ways = draw(st.lists(way, min_size=1, max_size=3))
        found.append(PlannedConsequence(name, None, subject, tuple(ways), "", (), None))
    return tuple(found)


def _literals(
    vocabulary: Vocabulary, subject: str, rules: tuple[PlannedRule, ...], earlier: list[PlannedConsequence]
) -> st.SearchStrategy[Literal]:
    named = st.sampled_from([rule.id for rule in rules if rule.subject == subject])
    statuses = st.frozensets(st.sampled_from(DEFINITE), min_size=1, max_size=4)
    verdicts = st.builds(VerdictIs, named, statuses, st.booleans())
    meets = conditions(vocabulary, subject, quantifiers=1, nesting=1).map(Meets)
    follows = [Follows(each.id) for each in earlier if each.subject == subject]
    if follows:
        return st.one_of(st.sampled_from(follows[::-1]), verdicts, meets)
    return weighed((2, verdicts), (1, meets))
