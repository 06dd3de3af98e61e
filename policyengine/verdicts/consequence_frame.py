"""All conclusions of one evaluation: which consequences follow, or possibly do, for which subjects."""

from collections.abc import Iterator

import polars as pl

from policyengine.facts.mask import Mask
from policyengine.plan.consequences import PlannedConsequence, leading_to
from policyengine.plan.named import consequence_among
from policyengine.semantics.truth import Truth
from policyengine.verdicts.assemble import Case
from policyengine.verdicts.blocks import GroundBlock
from policyengine.verdicts.consequences import TRUTH_WORDS, Conclusion, Grounds, chain_of, conclusions_of

TRUTH = pl.Enum([TRUTH_WORDS[Truth.YES], TRUTH_WORDS[Truth.UNKNOWN]])
CHAIN = pl.List(pl.String)

CONCLUSIONS: dict[str, pl.DataType | type[pl.DataType]] = {
    "policy": pl.String,
    "policy_sha256": pl.String,
    "consequence": pl.String,
    "then": pl.String,
    "subject_kind": pl.String,
    "subject": pl.String,
    "truth": TRUTH,
    "chain": CHAIN,
    "as_of": pl.Date,
}

CONCLUDED = {
    "consequence": pl.String,
    "then": pl.String,
    "subject_kind": pl.String,
    "subjects": pl.Int64,
    **{TRUTH_WORDS[truth]: pl.Int64 for truth in (Truth.YES, Truth.UNKNOWN)},
}


class Consequences:
    """What follows from the verdicts of a plan; `consequences` are in the plan's order."""

    def __init__(self, case: Case, blocks: tuple[GroundBlock, ...]) -> None:
        self.case = case
        self._blocks = {each.id: (block, f"{n}") for block in blocks for n, each in enumerate(block.consequences)}
        known = {each.id: each for block in blocks for each in block.consequences}
        self.consequences = tuple(known[each.id] for each in case.plan.consequences if each.id in known)

    def __repr__(self) -> str:
        found = ", ".join(each.id for each in self.consequences)
        return f"<Consequences: {self.case.plan.policy} as of {self.case.as_of}: {found}>"

    def summary(self) -> pl.DataFrame:
        """For each consequence what follows for what kind, how many subjects there are, and its truth for how many."""
        rows = []
        for each in self.consequences:
            block, column = self._blocks[each.id]
            grounds = block.grounds[column]
            counts = (len(grounds), int((grounds > 0).sum()), int((grounds < 0).sum()))
            rows.append((each.id, each.then, each.subject, *counts))
        return pl.DataFrame(rows, schema=CONCLUDED, orient="row")

    def frames(self, mask: Mask | None = None) -> Iterator[pl.DataFrame]:
        """For each consequence the subjects that it follows for, or possibly does, with the columns `CONCLUSIONS`.

        `mask` makes them such as may leave the office.
        """
        for each in self.consequences:
            frame = self._frame(each)
            if mask is not None and mask.renames(each.subject):
                frame = frame.with_columns(mask.ids(each.subject, frame["subject"]))
            yield frame

    def to_polars(self) -> pl.DataFrame:
        """All conclusions in one frame, with the columns `CONCLUSIONS`."""
        return pl.concat([pl.DataFrame(schema=CONCLUSIONS), *self.frames()])

    def get(self, consequence: str, subject: str) -> Conclusion | None:
        """One conclusion; `None` where it does not follow. Raises `UnknownConsequenceError`."""
        block, _ = self._blocks[consequence_among(self.case.plan.policy, self.consequences, consequence).id]
        rows = block.grounds.filter(pl.col("subject") == subject).drop("subject").rows()
        if not rows:
            return None
        grounds = {each.id: ground for each, ground in zip(block.consequences, rows[0], strict=True)}
        found = conclusions_of(self.case, block.consequences, subject, grounds)
        return next((one for one in found if one.consequence == consequence), None)

    def _frame(self, consequence: PlannedConsequence) -> pl.DataFrame:
        block, own = self._blocks[consequence.id]
        leading = leading_to(self.consequences, [consequence.id])
        columns = [self._blocks[each.id][1] for each in leading]
        found = block.grounds.select("subject", *columns).filter(pl.col(own) != 0).sort("subject")
        # Subjects are many, but the ways in which they came to it are few.
        routes = found.select(columns).unique()
        chains = [_chain(consequence, leading, route) for route in routes.iter_rows()]
        frame = found.join(
            routes.with_columns(pl.Series("chain", chains, dtype=CHAIN)),
            on=columns,
            how="left",
            maintain_order="left",
        )
        plan = self.case.plan
        return frame.select(
            policy=pl.lit(plan.policy),
            policy_sha256=pl.lit(plan.policy_sha256),
            consequence=pl.lit(consequence.id),
            then=pl.lit(consequence.then),
            subject_kind=pl.lit(consequence.subject),
            subject="subject",
            truth=pl.when(pl.col(own) > 0).then(pl.lit("yes")).otherwise(pl.lit("unknown")).cast(TRUTH),
            chain="chain",
            as_of=pl.lit(self.case.as_of),
        )


def _chain(
    consequence: PlannedConsequence, leading: tuple[PlannedConsequence, ...], route: tuple[int, ...]
) -> list[str]:
    grounds: Grounds = dict(zip((each.id for each in leading), route, strict=True))
    return [str(step) for step in chain_of(consequence.id, {each.id: each for each in leading}, grounds)]
