"""What a run leaves on record: canonical JSON that names the digest of everything that it rests on.

The ledger holds the `RunRecord`; the archive holds what it names: the policies and vocabularies as files, waivers, the
two manifests below, and the Parquet files that these name in turn.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from policyengine.audit.digests import FORM

Digest = Annotated[str, Field(pattern=rf"^{FORM}$")]
"""`sha256:…` or `sm3:…`."""

Count = Annotated[int, Field(ge=0, lt=2**53)]


class Recorded(BaseModel):
    """Immutable, and with no key that it does not know: what is on record has one meaning."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class KeptFile(Recorded):
    """A file as it was, under the name that places in it are shown by."""

    name: str
    digest: Digest


class Engine(Recorded):
    """What computed the verdicts."""

    version: str
    polars: str
    python: str
    backend: str


class Concluded(Recorded):
    """For how many subjects a consequence follows, and for how many it possibly does."""

    yes: Count
    unknown: Count


class PlanRecord(Recorded):
    """One policy of a run.

    `jurisdiction` is `own`, `national`, or `kind:id`. `policy_sha256` is what its verdicts carry. `facts`, `verdicts`
    and `consequences` are the digests of a `FactsManifest`, a `VerdictsManifest` and, where the policy knows any, a
    `ConsequencesManifest`; `statuses` counts the verdicts, `concluded` what follows from them.
    """

    policy: str
    title: str
    policy_sha256: str
    file: KeptFile
    vocabulary: tuple[KeptFile, ...]
    source: KeptFile | None
    jurisdiction: str
    facts: Digest
    verdicts: Digest
    statuses: dict[str, Count]
    consequences: Digest | None
    concluded: dict[str, Concluded]


class SealedFile(Recorded):
    """The digest of a file that only a key opens, and the key's name."""

    key: str
    digest: Digest


class KeptQuarantine(Recorded):
    """What was set aside of a run's facts: so many cells became unknown, so many rows were left out.

    `tables` lost rows, and count as incomplete. `sealed` is a Parquet file of all of it, with what stood there and why
    it was refused; there is none where nothing was set aside.
    """

    cells: Count
    rows: Count
    tables: tuple[str, ...]
    sealed: SealedFile | None


class RunRecord(Recorded):
    """One run: what was evaluated, as of which day, by what, and who recorded it why.

    `recorded_at` is UTC, in seconds. `waivers` is the digest of the waivers that were given, in force or not.
    `quarantine` is what the facts were read without; where it is `None`, all of them were sound.
    """

    kind: Literal["run"] = "run"
    format: Literal[1] = 1
    recorded_at: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$")]
    recorded_by: str | None
    note: str | None
    as_of: date
    engine: Engine
    waivers: Digest | None
    quarantine: KeptQuarantine | None
    plans: Annotated[tuple[PlanRecord, ...], Field(min_length=1)]


# --- what a record names ----------------------------------------------------------------------------------------------


class Part(Recorded):
    """A Parquet file of so many rows."""

    digest: Digest
    rows: Count


class TableChange(Recorded):
    """A Parquet file of rows that come to a table, in place of those with the same ids, or leave it.

    It has the table's columns with `__file` and `__row`, and `__gone` where there is only the id of a row that left.
    `moved` is a file that says where the rows stand in their sources that came before: `moved_places.py`.
    """

    digest: Digest
    rows: Count
    moved: Digest | None


class Sealed(Recorded):
    """The personal columns of a table, encrypted with the run's key; without that key nobody can read them again.

    `digest` is of the ciphertext, so that it can be proved unaltered with or without the key.
    """

    key: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    columns: tuple[str, ...]
    parts: tuple[Digest, ...]


class TableManifest(Recorded):
    """The rows of one entity, as `facts/tables.py` has them, of the columns that the rules read.

    Rows are in order of their ids. `changes` are laid over the rows of `parts`, one after another; what is `sealed` is
    of the rows that this makes, `rows` in number. `places` are of the rows of `parts`: where each stood in its source,
    as `__file` and `offset`, which is `__row` less its place among them.
    """

    supplied: bool
    complete: bool
    file: str
    rows: Count
    columns: tuple[str, ...]
    parts: tuple[Part, ...]
    changes: tuple[TableChange, ...]
    places: tuple[Digest, ...]
    sealed: Sealed | None


class FactsManifest(Recorded):
    """The facts of a run, of all policies with one vocabulary. `files` are the sources that rows stood in."""

    kind: Literal["facts"] = "facts"
    snapshot_on: date | None
    files: tuple[str, ...]
    tables: dict[str, TableManifest]


class RuleWords(Recorded):
    """What all verdicts of a rule have in common."""

    rule: str
    modality: str
    actor: str | None
    comparator: str | None
    unit: str | None
    reading: str | None
    citations: tuple[tuple[str, str | None], ...]


class RulesManifest(Recorded):
    """What the verdicts of each rule of a policy have in common: the same file as long as the policy is the same."""

    kind: Literal["rules"] = "rules"
    rules: tuple[RuleWords, ...]


class VerdictPart(Recorded):
    """Verdicts of some rules (places in the block's `rules`, both included) on subjects from `first` to `last`.

    `statuses` are those that occur. A column of which nothing is said is not in the file.
    """

    digest: Digest
    rows: Count
    from_rule: Count
    to_rule: Count
    first: str
    last: str
    statuses: tuple[str, ...]


class VerdictBlock(Recorded):
    """The verdicts of a policy on one kind of subject, so many `rows`.

    `changes` are laid over the verdicts of `parts`, one after another: each verdict of theirs stands in place of that
    of the same rule on the same subject, and where `__gone` is said there is none any more. `rules` are ids.
    Where subjects are persons, `key` is that of the run: the files are sealed with it, and nobody is named here.
    """

    subject_kind: str
    key: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")] | None
    rules: tuple[str, ...]
    rows: Count
    parts: tuple[VerdictPart, ...]
    changes: tuple[VerdictPart, ...]


class VerdictsManifest(Recorded):
    """The verdicts of one policy of a run; `words` is the digest of the `RulesManifest` of their rules."""

    kind: Literal["verdicts"] = "verdicts"
    policy: str
    words: Digest
    blocks: tuple[VerdictBlock, ...]


class KeptConsequence(Recorded):
    """One consequence of a policy, and the files of the subjects that it follows for, or possibly does.

    Their rows are in order of `subject`, each with the `truth` (`yes` or `unknown`) and the `chain` that led there.
    Where subjects are persons, `key` is that of the run, and the files are sealed with it.
    """

    consequence: str
    then: str
    subject_kind: str
    citations: tuple[tuple[str, str | None], ...]
    key: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")] | None
    parts: tuple[Digest, ...]


class ConsequencesManifest(Recorded):
    """What follows from the verdicts of one policy of a run, in the policy's order."""

    kind: Literal["consequences"] = "consequences"
    policy: str
    consequences: tuple[KeptConsequence, ...]


class KeptWaiver(Recorded):
    """A waiver as it was given."""

    policy: str
    rule: str
    subject: str
    start: date
    end: date
    owner: str
    reason: str
    file: str
    line: Count
    column: Count


class KeptWaivers(Recorded):
    """Waivers, as they are sealed."""

    waivers: tuple[KeptWaiver, ...]


class WaiversManifest(Recorded):
    """All waivers of a run; those that are granted to persons are sealed."""

    kind: Literal["waivers"] = "waivers"
    waivers: tuple[KeptWaiver, ...]
    sealed: SealedFile | None
