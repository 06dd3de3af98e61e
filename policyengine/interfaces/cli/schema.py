"""`policyengine schema`: JSON Schemas for editors."""

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from policyengine.authoring.cases.schema import CASES_SCHEMA
from policyengine.interfaces.cli.lang import both
from policyengine.interfaces.cli.options import LangOption
from policyengine.interfaces.cli.output import say
from policyengine.language.json_schema import json_schema
from policyengine.verdicts.write import replacing

NAME = "schema"
HELP = both("输出一类文件的 JSON Schema，供编辑器补全和提示。", "Print the JSON Schema of a kind of file, for editors.")

Kind = Literal["policy", "vocabulary", "facts", "waivers", "cases"]


def command(
    *,
    kind: Annotated[Kind, typer.Argument(help=both("哪类文件", "which kind of file"))],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help=both("写入的文件；默认写到标准输出", "the file to write; by default stdout")
        ),
    ] = None,
    lang: LangOption,
) -> None:
    """The schema explains keys in Chinese, so that `lang` concerns the help alone."""
    del lang
    words = json.dumps(CASES_SCHEMA if kind == "cases" else json_schema(kind), ensure_ascii=False, indent=2)
    if out is None:
        say(words)
        return
    with replacing(out) as made:
        made.write_text(words + "\n", "utf-8")
