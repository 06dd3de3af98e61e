"""The packaged plan on a backend and in Polars: are the statuses of every rule the same?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from policyengine.backends.backend import Backend
from policyengine.facts.read import read_facts
from policyengine.facts.stored.moved import moved
from policyengine.language.load import load_policy
from policyengine.pipeline import evaluate
from policyengine.plan.ready import vocabulary_of
from policyengine.verdicts.judge import statuses_of
from policyengine.verdicts.verdicts import Verdicts

VILLAGE = Path(__file__).parent / "village"
AS_OF = date(2019, 1, 31)

Answers = Mapping[str, tuple[str, ...]]
"""By subject the statuses that are possible, or the truth of a consequence."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a backend says of one subject, and what Polars does."""

    subject: str
    here: tuple[str, ...]
    expected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A rule or a consequence, of how many subjects Polars says something, and where the backend says another thing."""

    id: str
    title: str
    subjects: int
    differences: tuple[Difference, ...]


def compare(backend: Backend) -> tuple[Compared, ...]:
    """All rules and consequences of the packaged plan, in its order; nothing is written where the backend computes.

    Raises `BackendError` where the backend fails.
    """
    policy = load_policy(VILLAGE / "policy.yaml")
    facts = read_facts(VILLAGE / "facts", vocabulary_of(policy))
    expected = evaluate(policy, facts, as_of=AS_OF)
    with backend.failures():
        here = evaluate(policy, moved(facts, backend), as_of=AS_OF)
        found = {**_statuses(here), **_conclusions(here)}
    titles = {rule.id: rule.title for rule in expected.rules}
    titles |= {each.id: each.then for each in expected.case.plan.consequences}
    answers = {**_statuses(expected), **_conclusions(expected)}
    return tuple(
        Compared(name, titles[name], len(known), tuple(differences(found[name], known)))
        for name, known in answers.items()
    )


def differences(here: Answers, expected: Answers) -> Iterator[Difference]:
    """The subjects of which something else is said, or of which one of the two says nothing."""
    for subject in sorted(here.keys() | expected.keys()):
        said, known = here.get(subject, ()), expected.get(subject, ())
        if said != known:
            yield Difference(subject, said, known)


def _statuses(verdicts: Verdicts) -> dict[str, Answers]:
    found: dict[str, Answers] = {
        rule.id: {
            subject: tuple(status.value for status in statuses_of(mask))
            for subject, mask in block.masks.select("subject", f"{n}").rows()
        }
        for block in verdicts.blocks
        for n, rule in enumerate(block.rules)
    }
    return {rule.id: found[rule.id] for rule in verdicts.rules}


def _conclusions(verdicts: Verdicts) -> dict[str, Answers]:
    following = verdicts.consequences()
    found: dict[str, dict[str, tuple[str, ...]]] = {each.id: {} for each in following.consequences}
    for consequence, subject, truth in following.to_polars().select("consequence", "subject", "truth").rows():
        found[consequence][subject] = (truth,)
    return dict(found)
