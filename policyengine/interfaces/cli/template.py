"""`policyengine template`: a blank workbook for the facts that policies need."""

from pathlib import Path
from typing import Annotated

import typer

from policyengine.authoring.template import make_template
from policyengine.interfaces.cli.inputs import plan_from
from policyengine.interfaces.cli.lang import both
from policyengine.interfaces.cli.options import DirectoryArgument, LangOption, UsageError
from policyengine.interfaces.cli.output import say
from policyengine.reading.text import Text
from policyengine.vocabulary.load import DEFAULT_VOCABULARY, load_vocabulary

NAME = "template"
HELP = both(
    "生成空白填报表（XLSX），只列方案用得到的列。", "Write a blank workbook with the columns that policies need."
)

MADE = Text("{folder}：{sheets} 张工作表，{columns} 列", "{folder}: {sheets} sheets, {columns} columns")
SEVERAL = Text("这些方案用的不是同一份词汇表", "the policies do not use one vocabulary")


def command(
    *,
    directory: DirectoryArgument,
    policy: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="POLICY",
            help=both(
                "只列此方案用得到的列；可多次给出；不给则列出全部",
                "only what this policy reads; may be repeated; all fields without it",
            ),
        ),
    ] = None,
    lang: LangOption,
) -> None:
    """A folder that holds a workbook or `facts.yaml` already is refused."""
    planned = [plan_from(path, None) for path in policy or ()]
    vocabularies = {vocabulary.sha256: vocabulary for _, vocabulary in planned}
    if len(vocabularies) > 1:
        raise UsageError(SEVERAL, Text("请分别生成。", "Make a template for each of them."))
    vocabulary = next(iter(vocabularies.values()), None) or load_vocabulary([DEFAULT_VOCABULARY], None)
    sheets = make_template(directory, vocabulary, [plan for plan, _ in planned], lang)
    columns = sum(len(sheet.columns) for sheet in sheets)
    say(MADE.within(lang).format(folder=directory, sheets=len(sheets), columns=columns))
