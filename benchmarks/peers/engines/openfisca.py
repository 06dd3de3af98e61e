"""OpenFisca-core: vectorized formulas, a variable for each status and for both sides of each definition.

It has no unknowns: beside each variable a boolean one tells null. Loading the arrays is its preparation.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from openfisca_core.entities import Entity, GroupEntity, build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.populations import GroupPopulation
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks.peers import rows
from benchmarks.peers.guards import Compare, Constant, Guard, Within, leaves
from benchmarks.peers.rules import NOT_APPLICABLE, UNKNOWN, Members, Rule, rules
from benchmarks.peers.share import Share, Told
from benchmarks.peers.vectors import Array, Get, statuses, statuses_of_members, truths

PERIOD = "2018"
TYPES = {"flag": bool, "number": int}
Formula = Callable[[Any, Get], Array]
"""Of the population and its variables."""


def organizations(share: Share) -> Told:
    """Statuses of organizations."""
    told = Told()
    with told.preparing():
        table = rows.table(share, "organizations.parquet")
        organization = build_entity("organization", "organizations", "organization", is_person=True)
        model = Model(TaxBenefitSystem([organization]), _all_guards(), table.column_names)
        model.declare_facts(organization)
        for rule in rules().organizations:
            model.declare(organization, rule.id, int, model.of_organizations(rule))
        simulation = SimulationBuilder.build_default_simulation(model.system, table.num_rows)
        model.load(simulation, table)
    return _calculated(told, simulation, [rule.id for rule in rules().organizations], table.num_rows)


def communities(share: Share) -> Told:
    """Statuses of communities: sums over the organizations of each; a last group holds those of no known community."""
    told = Told()
    with told.preparing():
        table = rows.table(share, "communities.parquet")
        nested = table["organizations"].combine_chunks()
        nowhere = pq.read_table(share.folder / "loose.parquet")
        members = pa.concat_tables([pa.Table.from_struct_array(nested.flatten()), nowhere])
        organization = build_entity("organization", "organizations", "organization", is_person=True)
        community = build_entity("community", "communities", "community", roles=[{"key": "member"}])
        model = Model(TaxBenefitSystem([community, organization]), _all_guards(), members.column_names)
        model.declare_facts(organization)
        model.declare_word(community, "kind_of_community", ("urban", "rural"))
        model.declare(community, "kind_of_community__null", bool)
        for rule in rules().communities:
            model.declare(community, rule.id, int, model.of_communities(rule))
        builder = SimulationBuilder()
        builder.create_entities(model.system)
        builder.declare_person_entity("organization", range(members.num_rows))
        groups = builder.declare_entity("community", range(table.num_rows + 1))
        parents = pc.list_parent_indices(nested).to_numpy()
        groups.members_entity_id = np.concatenate([parents, np.full(nowhere.num_rows, table.num_rows)])
        simulation = builder.build(model.system)
        model.load(simulation, members)
        kinds = pa.chunked_array([*table["kind"].chunks, pa.nulls(1, table["kind"].type)])
        model.load(simulation, pa.table({"kind_of_community": kinds}))
    return _calculated(told, simulation, [rule.id for rule in rules().communities], table.num_rows)


def _calculated(told: Told, simulation: Simulation, names: list[str], subjects: int) -> Told:
    """Calculates each status; a subject beyond the given number is the group of no known community."""
    with told.evaluating():
        found = [simulation.calculate(name, PERIOD) for name in names]
    told.done = told.share = subjects
    for name, column in zip(names, found, strict=True):
        values, counts = np.unique(column[:subjects], return_counts=True)
        told.add(name, Counter(dict(zip(values.tolist(), counts.tolist(), strict=True))))
    return told


def _all_guards() -> list[Guard]:
    of_organizations = [
        guard
        for rule in rules().organizations
        for guard in (rule.applies.yes, rule.applies.no, rule.holds.yes, rule.holds.no)
    ]
    return of_organizations + [guard for rule in rules().communities for guard in rule.counted.values()]


class Model:
    """The variables of a tax and benefit system: facts in `columns`, definitions, and what the guards need of words."""

    def __init__(self, system: TaxBenefitSystem, guards: Iterable[Guard], columns: Iterable[str]) -> None:
        self.system = system
        self.columns = tuple(columns)
        self.words: dict[str, tuple[str, ...]] = {}
        self.enums: dict[str, type[Enum]] = {}
        for guard in guards:
            for leaf in leaves(guard, rules().definitions):
                match leaf:
                    case Compare(left=left, right=Constant(value=str() as word)):
                        self.words[left.name] = (*self.words.get(left.name, ()), word)
                    case Within(field=name, words=words):
                        self.words[name] = (*self.words.get(name, ()), *words)

    def code(self, field: str, word: str) -> Enum:
        """The member of an enumeration that stands for the word."""
        return self.enums[field][f"is_{word}"]

    def declare(
        self, entity: Entity | GroupEntity, name: str, type_: type, formula: Formula | None = None, **more: object
    ) -> None:
        """A variable, with a formula or as an input."""
        body = {"value_type": type_, "entity": entity, "definition_period": DateUnit.YEAR, "label": name, **more}
        if formula is not None:
            body["formula"] = lambda population, period: formula(population, lambda of: population(of, period))
        self.system.add_variable(type(name, (Variable,), body))

    def declare_word(self, entity: Entity | GroupEntity, name: str, words: Iterable[str]) -> None:
        """An input of which rules name some words; all others are one."""
        once = tuple(dict.fromkeys(words))
        self.words[name] = once
        self.enums[name] = Enum(name, {"other": "other", **{f"is_{word}": word for word in once}})
        enum = self.enums[name]
        self.declare(entity, name, Enum, possible_values=enum, default_value=enum["other"])

    def declare_facts(self, entity: Entity | GroupEntity) -> None:
        """Inputs for the columns, and the definitions that can be told from them."""
        for name in self.columns:
            type_ = rules().fields.get(name, "flag")
            if type_ in TYPES:
                self.declare(entity, name, TYPES[type_])
            elif name in self.words:
                self.declare_word(entity, name, self.words[name])
            self.declare(entity, f"{name}__null", bool)
        for name, truth in rules().definitions.items():
            self.declare(entity, f"{name}__yes", bool, self._holding(truth.yes))
            self.declare(entity, f"{name}__no", bool, self._holding(truth.no))

    def _holding(self, guard: Guard) -> Formula:
        return lambda _, get: truths(guard, get, self.code)

    def of_organizations(self, rule: Rule) -> Formula:
        """The formula of the statuses of a rule."""
        return lambda _, get: statuses(rule, get, self.code)

    def of_communities(self, rule: Members) -> Formula:
        """The same of a rule over communities."""

        def formula(population: GroupPopulation, get: Get) -> Array:
            def total(guard: Guard) -> Array:
                of_each = truths(guard, lambda name: population.members(name, PERIOD), self.code)
                sums = population.sum(of_each)
                return np.pad(sums, (0, population.count - len(sums)))  # it leaves out empty groups at the end

            own = {name: total(guard) for name, guard in rule.counted.items()}
            judged = statuses_of_members(rule, own, {name: numbers[-1] for name, numbers in own.items()})
            if rule.only is None:
                return judged
            kind = get("kind_of_community")
            other = np.where(get("kind_of_community__null"), UNKNOWN, NOT_APPLICABLE)
            return np.where(kind == self.code("kind_of_community", rule.only), judged, other)

        return formula

    def load(self, simulation: Simulation, table: pa.Table) -> None:
        """Sets the inputs."""
        for name in table.column_names:
            column = table[name]
            simulation.set_input(f"{name}__null", PERIOD, column.is_null().to_numpy())
            if name in self.enums:
                codes = pc.add(pc.index_in(column, value_set=pa.array(self.words[name])), 1)
                simulation.set_input(name, PERIOD, codes.fill_null(0).to_numpy())
            elif rules().fields.get(name, "flag") in TYPES:
                simulation.set_input(
                    name, PERIOD, column.fill_null(False if column.type == pa.bool_() else 0).to_numpy()
                )
