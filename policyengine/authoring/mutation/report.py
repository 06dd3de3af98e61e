"""Which changes of rules went unnoticed, as plain text for people."""

from policyengine.authoring.mutation.mutants import Mutant
from policyengine.authoring.mutation.run import Mutation
from policyengine.reading.text import Lang, Text

TOTAL = Text(
    "{file}：改动 {mutants} 处，察觉 {noticed} 处，列明无须察觉 {listed} 处，未察觉 {unnoticed} 处",
    "{file}: {mutants} changes, {noticed} noticed, {listed} listed as survivors, {unnoticed} unnoticed",
)
UNNOTICED = Text("{place}：没有案例察觉：{rule}：{change}", "{place}: no case notices: {rule}: {change}")
IDLE = Text(
    "{place}：列为无须察觉，但已被察觉或没有这一改动：{rule}：{change}",
    "{place}: listed as a survivor, but noticed or no such change: {rule}: {change}",
)


def mutation_text(found: Mutation, lang: Lang) -> str:
    """Each change that went unnoticed with its place in the policy, and the totals."""
    lines = [
        UNNOTICED.within(lang).format(place=mutant.place, rule=_rule(mutant), change=mutant.change)
        for mutant in found.unnoticed
    ]
    lines += [IDLE.within(lang).format(place=one.place, rule=one.rule, change=one.change) for one in found.idle]
    total = TOTAL.within(lang).format(
        file=found.suite.file,
        mutants=found.mutants,
        noticed=found.noticed,
        listed=len(found.listed),
        unnoticed=len(found.unnoticed),
    )
    return "\n".join([*lines, total])


def _rule(mutant: Mutant) -> str:
    rule = mutant.rule
    return rule.id if rule.alternative is None else f"{rule.id} ({rule.alternative})"
