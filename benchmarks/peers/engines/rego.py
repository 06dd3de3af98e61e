"""regopy: Rego by rego-cpp, planned once as a bundle, with a query for each subject.

A disjunction is a rule with several bodies. Rules over the input are evaluated once a query; measured, this is faster
than functions of a subject in one query for a batch of them.
"""

from collections.abc import Callable, Iterator, Sequence

from regopy import Interpreter

from benchmarks.peers import rows
from benchmarks.peers.guards import Every, Guard, Named, Not, Some
from benchmarks.peers.phrasing import Dialect, Phrasing
from benchmarks.peers.rules import COMPLIANT, NOT_APPLICABLE, PENDING, UNKNOWN, Members, Rule, rules
from benchmarks.peers.share import Share, Told

DIALECT = Dialect(
    field="input.{}",
    within="{field} in {{{words}}}",
    null="{field} == null",
    present="{field} != null",
    true="{field} == true",
    false="{field} == false",
)


def organizations(share: Share) -> Told:
    """Statuses of organizations."""
    return rows.organizations(share, _ready)


def communities(share: Share) -> Told:
    """Statuses of communities, from conditions of each organization, and comprehensions that count them."""
    return rows.communities(share, _ready_to_count)


def _ready() -> rows.Judge:
    module = Module()
    for n, rule in enumerate(rules().organizations):
        module.status(f"status_{n}", rule)
    answers = module.answers([f"status_{n}" for n in range(len(rules().organizations))])
    return lambda subjects: list(map(answers, subjects))


def _ready_to_count() -> tuple[rows.Count, rows.Judge]:
    of_members, of_columns, judged = Module(), Module(), Module()
    conditions = [of_members.known(rule.counted[name]) for rule, name in rows.numbers()]
    for n, rule in enumerate(rules().communities):
        judged.status_of_members(f"status_{n}", rule)
    holding = of_members.answers(conditions)
    sizes = of_columns.answers([f"count([1 | some x in input.column_{n}; x])" for n in range(len(conditions))])
    judge = judged.answers([f"status_{n}" for n in range(len(rules().communities))])

    def count(members: list[rows.Row]) -> Sequence[int]:
        answers = zip(*map(holding, members), strict=True) if members else [()] * len(conditions)
        return sizes({f"column_{n}": list(column) for n, column in enumerate(answers)})

    return lambda lists: list(map(count, lists)), lambda subjects: list(map(judge, subjects))


class Module:
    """A Rego module as it grows: guards become rules over the input."""

    def __init__(self) -> None:
        self.lines = ["package peer", "import rego.v1"]
        self.phrasing = Phrasing(DIALECT, rules().definitions)
        self.named: dict[Guard, str] = {}

    def answers(self, texts: Sequence[str]) -> Callable[[rows.Row], Sequence[int]]:
        """The values of expressions for one input."""
        interpreter = Interpreter()
        interpreter.add_module("peer", "\n".join([*self.lines, f"answers := [{', '.join(texts)}]"]))
        bundle = interpreter.build(None, ["peer/answers"])

        def ask(subject: rows.Row) -> Sequence[int]:
            interpreter.set_input(subject)
            found: list[int] = interpreter.query_bundle_entrypoint(bundle, "peer/answers")[0][0]
            return found

        return ask

    def known(self, guard: Guard) -> str:
        """The name of a rule that is true where the guard holds, and else false."""
        name = self.rule(guard)
        default = f"default {name} := false"
        if default not in self.lines:
            self.lines.append(default)
        return name

    def rule(self, guard: Guard) -> str:
        """The name of a rule that holds where the guard does, and is else undefined."""
        if guard not in self.named:
            name = f"holds_{len(self.named)}"
            self.named[guard] = name
            for body in self._bodies(guard):
                self.lines.append(f"{name} if {{ {'; '.join(body)} }}")
        return self.named[guard]

    def _bodies(self, guard: Guard) -> Iterator[list[str]]:
        alternatives = guard.parts if isinstance(guard, Some) else (guard,)
        for part in alternatives:
            yield list(map(self._line, part.parts)) if isinstance(part, Every) else [self._line(part)]

    def _line(self, guard: Guard) -> str:
        match guard:
            case Named(name=name, yes=yes):
                truth = rules().definitions[name]
                return self.rule(truth.yes if yes else truth.no)
            case Not(part=part):
                return f"not {self.rule(part)}"
            case Every() | Some():
                return self.rule(guard)
            case _:
                return self.phrasing.guard(guard).removeprefix("(").removesuffix(")")

    def status(self, name: str, rule: Rule) -> None:
        """A Rego rule with the status of a rule over organizations."""
        applies, fails = self.rule(rule.applies.yes), self.rule(rule.holds.no)
        overdue = f"; {self.rule(rule.overdue.yes)}" if rule.overdue is not None else ""
        self.lines.append(
            f"{name} := {NOT_APPLICABLE} if {self.rule(rule.applies.no)}"
            f" else := {COMPLIANT} if {{ {applies}; {self.rule(rule.holds.yes)} }}"
            f" else := {rule.fails} if {{ {applies}; {fails}{overdue} }}"
            + (f" else := {PENDING} if {{ {applies}; {fails} }}" if overdue else "")
            + f" else := {UNKNOWN}"
        )

    def status_of_members(self, name: str, rule: Members) -> None:
        """The same of a rule over communities."""
        own = {key: f"input.{field}" for key, field in rows.own(rule).items()}
        loose = {key: f"input.{field}" for key, field in rows.loose(rule).items()}
        top, bottom = rule.bound
        if rule.share:
            reaches = f"{own['yes']} * {bottom} >= {top} * (({own['in']} + {own['doubtful']}) + {loose['cannot']})"
            misses = (
                f"({own['can']} + {loose['can']}) * {bottom}"
                f" < {top} * (({own['in']} + {own['hopeful']}) + {loose['can']})"
            )
            yes, no = (misses, reaches) if rule.comparison == "below" else (reaches, misses)
            inhabited = f"{own['in']} > 0; "
            first = f":= {NOT_APPLICABLE} if {own['may']} + {loose['may']} == 0"
        else:
            high = f"{own['may']} + {loose['may']}"
            yes, no = f"{own['in']} >= {top}", f"{high} < {top}"
            if rule.comparison == "at_most":
                yes, no = f"{high} <= {top}", f"{own['in']} > {top}"
            inhabited = ""
            first = f":= {UNKNOWN} if input.kind == null"
            first += f' else := {NOT_APPLICABLE} if input.kind != "{rule.only}"' if rule.only is not None else ""
            first = first if rule.only is not None else f":= {COMPLIANT} if {yes}"
        self.lines.append(
            f"{name} {first} else := {COMPLIANT} if {{ {inhabited}{yes} }}"
            f" else := {rule.fails} if {{ {inhabited}{no} }} else := {UNKNOWN}"
        )
