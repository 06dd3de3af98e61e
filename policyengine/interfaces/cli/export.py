"""`policyengine export`: a run on record in the formats that others read."""

import json
from pathlib import Path
from typing import Annotated

import typer

from policyengine.interfaces.cli.lang import both
from policyengine.interfaces.cli.ledger_options import ArchiveOption, LedgerOption, RunOption, SecretsOption, recalled
from policyengine.interfaces.cli.options import LangOption, UnmaskOption
from policyengine.interfaces.cli.output import note, working
from policyengine.interfaces.cli.written import WRITING, must_be_writable, verdicts_into
from policyengine.reading.text import Text
from policyengine.reports.passing import Wanted
from policyengine.verdicts.write import replacing

NAME = "export"
HELP = both(
    "把一次运行的结论写成其他系统能读的格式：OSCAL、SARIF、JUnit，或表格。",
    "Write the verdicts of a run on record for other programs: OSCAL, SARIF, JUnit, or tables.",
)

OSCAL = ".oscal.json"
WRITTEN = Text("OSCAL 评估结果写入 {file}", "the OSCAL assessment results are written to {file}")


def command(
    *,
    run: RunOption,
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            metavar="F.oscal.json|sarif|xml|html|xlsx|parquet|csv|json",
            help=both("写入的文件", "the file"),
            show_default=False,
        ),
    ],
    ledger: LedgerOption,
    archive: ArchiveOption = None,
    secrets: SecretsOption = None,
    unmask: UnmaskOption = False,
    lang: LangOption,
) -> None:
    """Nothing is evaluated: the verdicts are those that were recorded."""
    from policyengine.audit.oscal import oscal_of  # noqa: PLC0415 - an extra
    from policyengine.audit.recorded_verdicts import RecordedVerdicts  # noqa: PLC0415 - an extra

    as_oscal = out.name.lower().endswith(OSCAL)
    if not as_oscal:
        must_be_writable(out)
    recall = recalled(ledger, archive, secrets)
    found = recall.run(run)
    if as_oscal:
        with working(WRITING.within(lang).format(file=out)), replacing(out) as made:
            made.write_text(json.dumps(oscal_of(recall, found, lang, unmask=unmask), ensure_ascii=False), "utf-8")
        note(WRITTEN.within(lang).format(file=out))
        return
    evaluations = tuple(RecordedVerdicts(recall, found, plan) for plan in found.run.plans)
    verdicts_into(out, Wanted(evaluations, lang, unmask=unmask))
