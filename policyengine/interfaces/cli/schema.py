"""`policyengine schema`: JSON Schemas for editors."""

import json
from typing import Annotated, Literal

import typer

from policyengine.authoring.cases.schema import CASES_SCHEMA
from policyengine.interfaces.cli.lang import both
from policyengine.interfaces.cli.options import LangOption
from policyengine.interfaces.cli.output import say
from policyengine.language.json_schema import json_schema

NAME = "schema"
HELP = both("输出一类文件的 JSON Schema,供编辑器补全和提示。", "Print the JSON Schema of a kind of file, for editors.")

Kind = Literal["policy", "vocabulary", "facts", "waivers", "cases"]


def command(
    *,
    kind: Annotated[Kind, typer.Argument(help=both("哪类文件", "which kind of file"))],
    lang: LangOption,
) -> None:
    """The schema explains keys in both languages, so that `lang` concerns the help alone."""
    del lang
    say(json.dumps(CASES_SCHEMA if kind == "cases" else json_schema(kind), ensure_ascii=False, indent=2))
