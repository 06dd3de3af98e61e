"""`policyengine export`: a run on record in the formats that others read."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policyengine.interfaces.cli.evaluate_options import ConsequencesOption
from policyengine.interfaces.cli.lang import both
from policyengine.interfaces.cli.ledger_options import ArchiveOption, LedgerOption, RunOption, SecretsOption, recalled
from policyengine.interfaces.cli.options import LangOption, UnmaskOption, UsageError
from policyengine.interfaces.cli.output import note, working
from policyengine.interfaces.cli.written import WRITING, conclusions_into, must_be_writable, verdicts_into
from policyengine.reading.text import Lang, Text
from policyengine.reports.passing import Wanted
from policyengine.verdicts.write import replacing, writer_for
from policyengine.verdicts.write_consequences import CONCLUSION_WRITERS

if TYPE_CHECKING:
    from policyengine.audit.inputs import RunOnRecord
    from policyengine.audit.recall import Recall

NAME = "export"
HELP = both(
    "把一次运行的结论写成其他系统能读的格式：OSCAL、SARIF、JUnit，或表格。",
    "Write the verdicts of a run on record for other programs: OSCAL, SARIF, JUnit, or tables.",
)

OSCAL = ".oscal.json"
NOTHING_ASKED = Text("请用 `--out` 或 `--consequences` 给出写入的文件", "name a file by `--out` or `--consequences`")
WRITTEN = Text("OSCAL 评估结果写入 {file}", "the OSCAL assessment results are written to {file}")


def command(
    *,
    run: RunOption,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="F.oscal.json|sarif|xml|html|xlsx|parquet|csv|json",
            help=both("把结论写入的文件", "the file of the verdicts"),
            show_default=False,
        ),
    ] = None,
    consequences: ConsequencesOption = None,
    ledger: LedgerOption,
    archive: ArchiveOption = None,
    secrets: SecretsOption = None,
    unmask: UnmaskOption = False,
    lang: LangOption,
) -> None:
    """Nothing is evaluated: the verdicts and consequences are those that were recorded."""
    from policyengine.audit.conclusions import recorded_conclusions  # noqa: PLC0415 - an extra

    if out is None and consequences is None:
        raise UsageError(NOTHING_ASKED)
    if out is not None and not _as_oscal(out):
        must_be_writable(out)
    if consequences is not None:
        writer_for(consequences, CONCLUSION_WRITERS)
    recall = recalled(ledger, archive, secrets)
    found = recall.run(run)
    if out is not None:
        _verdicts_into(out, recall, found, lang, unmask=unmask)
    if consequences is not None:
        conclusions_into(consequences, recorded_conclusions(recall, found, unmask=unmask), lang)


def _as_oscal(out: Path) -> bool:
    return out.name.lower().endswith(OSCAL)


def _verdicts_into(out: Path, recall: "Recall", run: "RunOnRecord", lang: Lang, *, unmask: bool) -> None:
    from policyengine.audit.oscal import oscal_of  # noqa: PLC0415 - an extra
    from policyengine.audit.recorded_verdicts import RecordedVerdicts  # noqa: PLC0415 - an extra

    if _as_oscal(out):
        with working(WRITING.within(lang).format(file=out)), replacing(out) as made:
            made.write_text(json.dumps(oscal_of(recall, run, lang, unmask=unmask), ensure_ascii=False), "utf-8")
        note(WRITTEN.within(lang).format(file=out))
        return
    evaluations = tuple(RecordedVerdicts(recall, run, plan) for plan in run.run.plans)
    verdicts_into(out, Wanted(evaluations, lang, unmask=unmask))
