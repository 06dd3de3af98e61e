"""What outputs say in place of what is personal: nothing for cells, a pseudonym for the ids of persons."""

from hashlib import sha256

import narwhals.stable.v2 as nw
import polars as pl

from policyengine.facts.tables import FactBase
from policyengine.vocabulary.models import Vocabulary
from policyengine.vocabulary.personal import about_persons, is_personal

UNLISTED = "?"
DIGITS = 4


class Mask:
    """What may be said of facts; with `unmask` everything.

    A person is called by kind and number, `party_member-0001`: the same in all outputs over the same facts, so that
    what one of them says can be asked of another. Persons are numbered in the order of their ids' SHA-256, which tells
    nothing of the ids. Without facts, and of a row that the facts do not have, the number is `?`.
    """

    def __init__(self, vocabulary: Vocabulary, facts: FactBase | None = None, *, unmask: bool = False) -> None:
        self.vocabulary = vocabulary
        self.unmask = unmask
        self._facts = facts
        self._known: dict[str, dict[str, str]] = {}

    def hides(self, entity: str, column: str) -> bool:
        """Whether what stands in a column is not to be shown."""
        return not self.unmask and is_personal(self.vocabulary.entities[entity], column)

    def renames(self, entity: str) -> bool:
        """Whether the ids of an entity's rows are not to be shown."""
        return not self.unmask and about_persons(self.vocabulary.entities[entity])

    def id(self, entity: str, row_id: str) -> str:
        """A row's id as it may be shown."""
        return self._pseudonyms(entity).get(row_id, f"{entity}-{UNLISTED}") if self.renames(entity) else row_id

    def ids(self, entity: str, row_ids: pl.Series) -> pl.Series:
        """A column of ids as it may be shown."""
        if not self.renames(entity):
            return row_ids
        pseudonyms, unlisted = self._pseudonyms(entity), f"{entity}-{UNLISTED}"
        return pl.Series(row_ids.name, [pseudonyms.get(each, unlisted) for each in row_ids], dtype=pl.String)

    def meant(self, entity: str, word: str) -> str:
        """The id that a word means: that of the person whose pseudonym it is, or else the word itself."""
        if not (about_persons(self.vocabulary.entities[entity]) and word.startswith(f"{entity}-")):
            return word
        return next((row_id for row_id, known in self._pseudonyms(entity).items() if known == word), word)

    def _pseudonyms(self, entity: str) -> dict[str, str]:
        if entity not in self._known:
            ordered = sorted(self._ids(entity), key=lambda row_id: sha256(row_id.encode()).digest())
            self._known[entity] = {row_id: f"{entity}-{n:0{DIGITS}}" for n, row_id in enumerate(ordered, 1)}
        return self._known[entity]

    def _ids(self, entity: str) -> list[str]:
        if self._facts is None:
            return []
        rows = nw.from_native(self._facts.table(entity).frame).select(nw.col("id").cast(nw.String))
        found = self._facts.backend.collected([rows])[0]["id"].drop_nulls()
        return list(found)
