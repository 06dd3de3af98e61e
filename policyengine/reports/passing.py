"""One pass over verdicts for all that a report makes of them: as they may be told, names and places beside them."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from policyengine.explain.phrases import Voice
from policyengine.facts.mask import Mask
from policyengine.reading.text import Lang
from policyengine.reports.subjects import Subjects
from policyengine.reports.words import RuleWords, rule_words, voice_for
from policyengine.verdicts.masked import masked_frame
from policyengine.verdicts.verdicts import Verdicts

DEFAULT_PLACE = "county"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which verdicts are reported, how: `by` is the kind of place that lists go by, where the vocabulary has it."""

    evaluations: tuple[Verdicts, ...]
    lang: Lang
    by: str = DEFAULT_PLACE
    unmask: bool = False

    def __len__(self) -> int:
        return sum(len(verdicts) for verdicts in self.evaluations)

    def voice(self, verdicts: Verdicts) -> Voice:
        """The words for an evaluation."""
        return voice_for(verdicts, self.lang, unmask=self.unmask)

    def by_facts(self) -> list[tuple[list[Verdicts], Mask]]:
        """The evaluations of the same facts together, with what may be told of these."""
        found: dict[int, list[Verdicts]] = {}
        for verdicts in self.evaluations:
            found.setdefault(id(verdicts.case.facts.files), []).append(verdicts)
        return [(same, self.voice(same[0]).masking) for same in found.values()]


def passing(wanted: Wanted) -> Iterator[tuple[RuleWords, pl.DataFrame]]:
    """Each rule in words with its verdicts, a part at a time, by subject; beside the columns of `frame.COLUMNS` there
    are `subject_name`, `place` and `place_name`.
    """
    for verdicts in wanted.evaluations:
        voice = wanted.voice(verdicts)
        subjects = Subjects(verdicts.case.facts, wanted.by, voice.masking)
        known: dict[str, RuleWords] = {}
        for rule, frame in verdicts.by_rule():
            words = known.setdefault(rule.id, rule_words(verdicts.case.plan, rule, voice))
            beside = frame.sort("subject").join(subjects.about(rule.subject), on="subject", how="left")
            yield words, masked_frame(beside, rule, voice.masking)
