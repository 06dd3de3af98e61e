"""The strategies draw every kind of thing that an engine must handle, in the form that facts have."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import get_args

from hypothesis import HealthCheck, given, seed, settings
from hypothesis.strategies import SearchStrategy

from policyengine.authoring.strategies import World, worlds
from policyengine.engine.walker.rows import Facts, Lack
from policyengine.engine.walker.walk import subjects
from policyengine.facts.tables import FILE_COLUMN, ROW_COLUMN
from policyengine.plan.consequences import Literal
from policyengine.plan.nodes import Condition, Measure, Operand
from policyengine.plan.planned import Due, Requirement
from policyengine.verdicts.assemble import Case
from policyengine.verdicts.verdicts import Verdicts

ROUND = settings(max_examples=100, database=None, suppress_health_check=list(HealthCheck))


def _drawn(drawn: SearchStrategy[World], look: Callable[[World], None], *, until: Callable[[], bool]) -> None:
    """Look at worlds, 100 in a round and 2,000 at most.

    Which worlds these are depends on the modules that are loaded, too; the rarest kind of node is in 1 % of them or so.
    """
    for number in range(20):
        seed(number)(ROUND(given(drawn)(look)))()
        if until():
            return


def kinds(node: object) -> Iterator[type]:
    """The types of the node and all its parts."""
    yield type(node)
    if is_dataclass(node):
        for part in fields(node):
            yield from kinds(getattr(node, part.name))
    elif isinstance(node, tuple):
        for part in node:
            yield from kinds(part)


def test_every_kind_of_node_and_every_way_of_not_knowing_is_drawn() -> None:
    kinds_of_nodes = {node for union in (Condition, Measure, Operand, Requirement, Due) for node in get_args(union)}
    ways = {"not supplied", "incomplete", "empty table", "no column", "many subjects", *Lack}
    nodes: set[type] = set()
    unknowns: set[str | Lack] = set()

    def look(world: World) -> None:
        facts = Facts(world.facts)
        nodes.update(kinds(world.plan.rules))
        unknowns.update(_unknowns(world, facts))
        if any(len(subjects(world.plan, rule.subject, facts)) > 3 for rule in world.plan.rules):
            unknowns.add("many subjects")

    _drawn(worlds(), look, until=lambda: kinds_of_nodes <= nodes and unknowns == ways)
    assert kinds_of_nodes <= nodes
    assert unknowns == ways


def _unknowns(world: World, facts: Facts) -> Iterator[str | Lack]:
    for name, table in world.facts.tables.items():
        entity = world.facts.vocabulary.entities[name]
        if not table.supplied:
            yield "not supplied"
        elif not table.complete:
            yield "incomplete"
        elif not facts.rows(name):
            yield "empty table"
        if table.supplied and entity.fields.keys() - table.columns:
            yield "no column"
        for row in facts.rows(name).values():
            yield from (cell for cell in row.cells.values() if isinstance(cell, Lack))


@settings(ROUND, max_examples=40, derandomize=True)
@given(worlds())
def test_tables_are_normalised_and_references_into_complete_ones_lead_to_rows(world: World) -> None:
    facts = Facts(world.facts)
    for name, table in world.facts.tables.items():
        frame = table.frame.collect()
        assert set(frame.columns) == table.columns >= {"id", FILE_COLUMN, ROW_COLUMN}
        for field in world.facts.vocabulary.entities[name].fields.values():
            for row in facts.rows(name).values():
                target = row.cell(field.name)
                if field.reference and isinstance(target, str) and facts.complete(field.reference):
                    assert target in facts.rows(field.reference)


def test_what_follows_is_drawn_in_every_truth_and_by_chains() -> None:
    expected = (set(get_args(Literal)), {"yes", "unknown", "no"}, {1, 2, 3})
    literals: set[type] = set()
    truths: set[str] = set()
    lengths: set[int] = set()

    def found_all() -> tuple[set[type], set[str], set[int]]:
        return literals, truths, lengths

    def look(world: World) -> None:
        literals.update(type(literal) for each in world.plan.consequences for literal in each.literals)
        found = Verdicts(Case(world.plan, world.facts, world.as_of, {}), world.plan.rules).consequences()
        truths.update(found.to_polars()["truth"])
        lengths.update(found.to_polars()["chain"].list.len())
        counted = found.summary()
        if (counted["yes"] + counted["unknown"] < counted["subjects"]).any():
            truths.add("no")

    _drawn(worlds(following=True), look, until=lambda: found_all() == expected)
    assert found_all() == expected
