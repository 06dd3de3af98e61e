"""Where subjects lie: the place of some kind that each of them belongs to, by the relations of the vocabulary."""

import narwhals.stable.v2 as nw
import polars as pl

from policyengine.facts.tables import FactBase

PLACED = {"subject": pl.String, "place": pl.String}


def places(facts: FactBase, entity: str, kind: str) -> pl.DataFrame:
    """`subject` and `place`: the id of the row of `kind` that each row of an entity belongs to.

    A row without such a place, or whose place is unknown, is left out; a place belongs to itself. There are no rows
    where the vocabulary declares no relation, or the tables lack a column that leads there.
    """
    if entity == kind:
        here = nw.from_native(facts.table(entity).frame).select(subject=nw.col("id"), place=nw.col("id"))
        return facts.backend.collected([here])[0]
    chain = facts.vocabulary.entities[entity].belongs_to.get(kind)
    if not chain or chain[0] not in facts.table(entity).columns:
        return pl.DataFrame(schema=PLACED)
    frame = nw.from_native(facts.table(entity).frame).select(subject=nw.col("id"), place=nw.col(chain[0]))
    owner = facts.vocabulary.entities[entity].fields[chain[0]].reference
    for step in chain[1:]:
        table = facts.table(owner or "")
        if step not in table.columns:
            return pl.DataFrame(schema=PLACED)
        above = nw.from_native(table.frame).select(place=nw.col("id"), above=nw.col(step))
        frame = frame.join(above, on="place", how="inner").select("subject", place=nw.col("above"))
        owner = facts.vocabulary.entities[owner or ""].fields[step].reference
    return facts.backend.collected([frame.filter(~nw.col("place").is_null())])[0]


def place_names(facts: FactBase, kind: str) -> dict[str, str]:
    """The names of places by their ids, as far as they have one."""
    table = facts.table(kind)
    if "name" not in table.columns:
        return {}
    named = nw.from_native(table.frame).select("id", "name")
    return {row[0]: row[1] for row in facts.backend.collected([named])[0].iter_rows() if row[1]}
