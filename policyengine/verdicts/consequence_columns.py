"""What follows for all subjects at once: consequences over the masks of possible statuses, in the plan's order."""

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import and_

import polars as pl

from policyengine.backends import expressions as ex
from policyengine.backends.queries import Query
from policyengine.engine.columnar.gather import settle
from policyengine.engine.columnar.rules import Batch, Columns
from policyengine.engine.columnar.tri import as_expr
from policyengine.plan.consequences import Follows, Literal, Meets, PlannedConsequence, VerdictIs, Way, conditions_met
from policyengine.plan.planned import rule_requiring
from policyengine.verdicts.assemble import Case
from policyengine.verdicts.blocks import GroundBlock, StatusBlock
from policyengine.verdicts.judge import mask_of

GROUND = pl.Int8
EVERY_STATUS = 0xFF


def by_kind(consequences: Iterable[PlannedConsequence]) -> dict[str, tuple[PlannedConsequence, ...]]:
    """The consequences of each kind of subject, in the plan's order."""
    found: dict[str, tuple[PlannedConsequence, ...]] = {}
    for each in consequences:
        found[each.subject] = (*found.get(each.subject, ()), each)
    return found


def ground_blocks(
    case: Case, consequences: Iterable[PlannedConsequence], statuses: Iterable[StatusBlock]
) -> tuple[GroundBlock, ...]:
    """What the consequences rest on; `statuses` are those of all rules that they name."""
    kinds = by_kind(consequences)
    known = {kind: [_verdicts(block) for block in statuses if block.subject_kind == kind] for kind in kinds}
    for kind, met in _met(case, kinds):
        known[kind].append(met)
    return tuple(GroundBlock(kind, each, _grounds(each, _together(known[kind]))) for kind, each in kinds.items())


def _verdicts(block: StatusBlock) -> pl.DataFrame:
    own = {f"verdict_{rule.id}": f"{n}" for n, rule in enumerate(block.rules) if rule.alternative is None}
    return block.masks.select("subject", **own)


def _met(case: Case, kinds: dict[str, tuple[PlannedConsequence, ...]]) -> Iterator[tuple[str, pl.DataFrame]]:
    """The truths of the conditions that consequences ask of subjects, of each kind in a frame."""
    rules = [rule_requiring(each, kind) for kind, asking in kinds.items() for each in conditions_met(asking)]
    if not rules:
        return
    backend = case.facts.backend
    batches = Columns(case.plan, case.facts, case.as_of).batches(rules)
    with backend.failures():
        settle(batch.scan for batch in batches)
        frames = backend.collected([_satisfied(batch) for batch in batches])
    yield from zip((batch.subject for batch in batches), frames, strict=True)


def _satisfied(batch: Batch) -> Query:
    made = {"subject": ex.col("id"), **{f"met_{n}": as_expr(one.satisfied) for n, one in enumerate(batch.rules)}}
    frame = batch.frame.with_columns(expr.alias(f"__found_{name}") for name, expr in made.items())
    return frame.select(ex.col(f"__found_{name}").alias(name) for name in made)


def _together(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """All that is known of the subjects; the frames have the same ones."""
    return reduce(lambda left, right: left.join(right, on="subject", how="left"), frames)


# --- expressions ------------------------------------------------------------------------------------------------------


def _grounds(consequences: tuple[PlannedConsequence, ...], known: pl.DataFrame) -> pl.DataFrame:
    truths: dict[Literal, pl.Expr] = {
        Meets(each): pl.col(f"met_{n}") for n, each in enumerate(conditions_met(consequences))
    }
    frame = known.lazy()
    for n, consequence in enumerate(consequences):
        for literal in consequence.literals:
            if isinstance(literal, VerdictIs):
                truths[literal] = _verdict(literal)
        frame = frame.with_columns(_ground(consequence.ways, truths).alias(f"{n}"))
        ground = pl.col(f"{n}")
        truths[Follows(consequence.id)] = pl.when(ground >= 0).then(ground > 0)
    return frame.select("subject", *(f"{n}" for n in range(len(consequences)))).collect()


def _verdict(literal: VerdictIs) -> pl.Expr:
    mask, wanted = pl.col(f"verdict_{literal.rule}"), mask_of(literal.statuses)
    inside, outside = mask & (EVERY_STATUS - wanted) == 0, mask & wanted == 0
    return pl.when(inside).then(literal.wanted).when(outside).then(not literal.wanted)


def _ground(ways: tuple[Way, ...], truths: dict[Literal, pl.Expr]) -> pl.Expr:
    """The first way that holds, or else the first that possibly does."""
    found = [reduce(and_, (truths[literal] for literal in way)) for way in ways]
    ground: pl.Expr = pl.lit(0, dtype=GROUND)
    for n, truth in reversed(list(enumerate(found, 1))):
        ground = pl.when(truth.is_null()).then(pl.lit(-n, dtype=GROUND)).otherwise(ground)
    for n, truth in reversed(list(enumerate(found, 1))):
        ground = pl.when(truth).then(pl.lit(n, dtype=GROUND)).otherwise(ground)
    return ground
