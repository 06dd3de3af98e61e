"""A query of DuckDB's SQL, of its steps: what is asked of each is known before its text is, from the last to the first.

Columns that nobody asks for are not written: to parse, to bind and to optimise them took longer than small queries run.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from policyengine.backends.sql_parts import Parts, Term
from policyengine.backends.sql_steps import Asked, Extended, Select, Selected, Step, Written
from policyengine.backends.sql_words import quoted


@dataclass(frozen=True, eq=False)
class Said(Step):
    """Columns made of the rows below, which are parts of these; what is asked of them tells which parts are shared."""

    below: Step
    parts: Parts
    numbers: Mapping[str, int]

    @cached_property
    def nulls(self) -> Mapping[str, str]:
        """Of texts: whether one tells nothing is seen sooner than what it tells."""
        texts = [name for name, number in self.numbers.items() if number in self.parts.texts]
        # To DuckDB, names that differ in their capitals alone are one.
        taken = {name.casefold() for name in self.numbers}
        return {name: _unlike(f"{name}__null", taken) for name in texts}

    @property
    def sources(self) -> Sequence[Step]:
        """The step below."""
        return [self.below]

    def selects(self, asked: Asked) -> Sequence[Select]:
        """The columns that are asked for, in order, over the parts that several of them share."""
        numbers = {name: self.numbers[name] for name in self.columns if name in asked}
        numbers |= {said: self.parts.null(self.numbers[name]) for name, said in self.nulls.items() if said in asked}
        shared, terms = self.parts.told([*numbers.values()])
        below = extended(self.below, shared)
        return [
            *below,
            Selected([*numbers], below[-1] if below else self.below, dict(zip(numbers, terms, strict=True))),
        ]


def extended(below: Step, columns: Iterable[Mapping[str, Term]]) -> list[Extended]:
    """The rows below with further columns, of which the later are made of the earlier."""
    steps: list[Extended] = []
    for each in columns:
        steps.append(Extended([*below.columns, *each], below, each))
        below = steps[-1]
    return steps


def _unlike(name: str, taken: Container[str]) -> str:
    """The name, or one like it that no other column has."""
    return name if name.casefold() not in taken else _unlike(f"{name}_", taken)


def query(last: Step) -> str:
    """The whole query, the first steps first; its columns in order."""
    order = _order(last)
    asked: dict[Step, Asked] = {last: frozenset(last.columns)}
    selects: dict[Step, Sequence[Select]] = {}
    for step in reversed(order):
        selects[step] = step.selects(asked[step])
        asked[selects[step][-1]] = asked[step]
        for select in reversed(selects[step]):
            for below, read in select.reads(asked[select]):
                # Where nothing is asked but how many rows there are, one column says it.
                asked[below] = asked.get(below, frozenset()) | (read or frozenset(below.columns[:1]))
    names: dict[Step, Written] = {}
    texts: list[str] = []
    for step in order:
        for select in selects[step]:
            name = quoted(f"__step{len(texts)}")
            text, columns = select.written(asked[select], names)
            names[select] = Written(name, columns)
            texts.append(text)
        names[step] = names[selects[step][-1]]
    steps = [f"{quoted(f'__step{n}')} AS NOT MATERIALIZED (\n{text}\n)" for n, text in enumerate(texts[:-1])]
    return "WITH " + ",\n".join(steps) + f"\n{texts[-1]}" if steps else texts[-1]


def _order(last: Step) -> list[Step]:
    """Every step once, after those that it reads."""
    order: dict[Step, None] = {}
    waiting = [(last, False)]
    while waiting:
        step, ready = waiting.pop()
        if ready:
            order[step] = None
        elif step not in order:
            waiting.append((step, True))
            waiting += [(below, False) for below in reversed(step.sources)]
    return [*order]
