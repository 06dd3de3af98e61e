"""What `evaluate` puts on record, with progress; a note says under which number."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from policyengine.interfaces.cli.ledger_options import opened
from policyengine.interfaces.cli.options import UsageError, place
from policyengine.interfaces.cli.output import counting, note
from policyengine.language.waivers import Waiver
from policyengine.reading.text import Lang, Text
from policyengine.verdicts.verdicts import Verdicts

if TYPE_CHECKING:
    from policyengine.audit.home import Opened
    from policyengine.audit.recording import Remarks

RECORDING = Text("正在记入台账", "putting on record")
RECORDED = Text("已记入台账 {ledger}：运行 {number}", "on record in {ledger}: run {number}")
SIGNED = Text("检查点：{size} 条记录，根 {root}", "checkpoint: {size} records, root {root}")
NOT_RECORDED = Text(
    "`--recorded-by`、`--note` 和 `--sources` 只与 `--record` 同用",
    "`--recorded-by`, `--note` and `--sources` go with `--record` alone",
)
NOT_RECORDED_HINT = Text("请用 `--record` 说明记入哪个台账。", "Name the ledger by `--record`.")
NOT_SIGNED = Text(
    "此处没有台账的私钥，记录尚未签名。", "The ledger's private key is not here, and the record is not signed yet."
)


@dataclass(frozen=True, slots=True)
class Recorder:
    """The ledger that a call names, open before anything is evaluated, and what the call says of the record."""

    name: str
    home: "Opened"
    remarks: "Remarks"


def recorder(
    ledger: str | None,
    archive: str | None,
    secrets: Path | None,
    *,
    recorded_by: str | None,
    note: str | None,
    sources: Path | None,
) -> Recorder | None:
    """The ledger, if one is named and can be written to by this call."""
    if ledger is None:
        if any(given is not None for given in (recorded_by, note, sources)):
            raise UsageError(NOT_RECORDED, NOT_RECORDED_HINT)
        return None
    from policyengine.audit.recording import Remarks  # noqa: PLC0415 - an extra

    home = opened(ledger, archive, secrets)
    home.signing_key()
    return Recorder(ledger, home, Remarks(recorded_by, note, sources))


def put_on_record(
    where: Recorder,
    evaluations: tuple[tuple[Path, Verdicts], ...],
    waivers: tuple[Waiver, ...],
    jurisdiction: str | None,
    lang: Lang,
) -> None:
    """One run: all policies of the call."""
    from policyengine.audit.recording import Evaluated, record_run  # noqa: PLC0415 - an extra

    elsewhere = None if jurisdiction is None else place(jurisdiction)
    done = [Evaluated(file, verdicts, elsewhere) for file, verdicts in evaluations]
    total = sum(len(verdicts) for _, verdicts in evaluations)
    with counting(RECORDING.within(lang), total) as told:
        made = record_run(where.home, done, waivers, where.remarks, told)
    note(RECORDED.within(lang).format(ledger=where.name, number=made.number))
    if made.checkpoint is None:
        note(NOT_SIGNED.within(lang))
    else:
        _, size, root, *_ = made.checkpoint.split("\n")
        note(SIGNED.within(lang).format(size=size, root=root))
