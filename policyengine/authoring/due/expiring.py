"""What the vocabulary marks as an expiry (language.md §2): certificates, grades and terms that end within some days."""

from collections.abc import Iterator, Sequence
from datetime import date

import narwhals.stable.v2 as nw
import polars as pl

from policyengine.authoring.due.model import Coming, Kind
from policyengine.facts.mask import Mask
from policyengine.facts.tables import FactBase
from policyengine.plan.planned import Plan
from policyengine.reading.text import Text
from policyengine.verdicts.places import place_names, places
from policyengine.vocabulary.models import Entity, Field


def expiring(facts: FactBase, plans: Sequence[Plan], as_of: date, until: date, mask: Mask) -> Iterator[Coming]:
    """The rows that exist on a day and lie in the jurisdiction of one of the plans, and of which something expires.

    A row whose existence or place is unknown is told of, so that no day is missed; a date that the mask hides is not.
    """
    for entity, field in expiries(facts):
        if not mask.hides(entity.name, field.name):
            yield from _rows(facts, entity, field, plans, as_of, until, mask)


def expiries(facts: FactBase) -> Iterator[tuple[Entity, Field]]:
    """The fields that are expiries and that the facts have."""
    for entity in facts.vocabulary.entities.values():
        for field in entity.fields.values():
            if field.expiry and field.name in facts.table(entity.name).columns:
                yield entity, field


def _rows(  # noqa: PLR0917 -- one field of one entity, and which of its rows count
    facts: FactBase, entity: Entity, field: Field, plans: Sequence[Plan], as_of: date, until: date, mask: Mask
) -> Iterator[Coming]:
    table, backend = facts.table(entity.name), facts.backend
    today = nw.lit(as_of)
    kept = (nw.col(field.name) >= today) & (nw.col(field.name) <= nw.lit(until))
    lifetime = entity.lifetime
    if lifetime is not None and lifetime.start in table.columns:
        kept &= nw.col(lifetime.start).is_null() | (nw.col(lifetime.start) <= today)
    if lifetime is not None and lifetime.end in table.columns:
        kept &= nw.col(lifetime.end).is_null() | (nw.col(lifetime.end) >= today)
    rows = nw.from_native(table.frame).filter(kept).select("id", field.name)
    found = backend.collected([rows])[0].sort(field.name, "id")
    elsewhere = _elsewhere(facts, entity, plans)
    names = _names(facts, entity, mask)
    label = Text(field.label.zh, field.label.en)
    for row_id, day in found.iter_rows():
        if row_id not in elsewhere:
            shown, left = mask.id(entity.name, row_id), (day - as_of).days
            yield Coming(
                Kind.EXPIRY,
                day,
                left,
                entity.name,
                Text(entity.label.zh, entity.label.en),
                shown,
                names.get(row_id),
                label,
                field=field.name,
            )


def _elsewhere(facts: FactBase, entity: Entity, plans: Sequence[Plan]) -> frozenset[str]:
    """The rows that surely lie in none of the plans' jurisdictions."""
    found: frozenset[str] | None = None
    for plan in plans:
        if plan.jurisdiction is None:
            return frozenset()
        kind, place = plan.jurisdiction
        outside = frozenset(places(facts, entity.name, kind).filter(pl.col("place") != place)["subject"])
        found = outside if found is None else found & outside
    return found or frozenset()


def _names(facts: FactBase, entity: Entity, mask: Mask) -> dict[str, str]:
    """The names of rows; of a person's row, that of the first place or body that it belongs to."""
    if not mask.renames(entity.name):
        return place_names(facts, entity.name)
    above = next(iter(entity.belongs_to), None)
    if above is None or mask.renames(above):
        return {}
    names = place_names(facts, above)
    belongs = places(facts, entity.name, above)
    return {subject: names[place] for subject, place in belongs.iter_rows() if place in names}
