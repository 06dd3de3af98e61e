"""`policyengine draft`: the beginning of a policy file, from a plan's text."""

import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from policyengine.authoring.drafting import make_draft, yaml_of
from policyengine.interfaces.cli.lang import both
from policyengine.interfaces.cli.options import LangOption, UsageError
from policyengine.interfaces.cli.output import note, say
from policyengine.reading.errors import PolicyError
from policyengine.reading.findings import Finding
from policyengine.reading.text import Text
from policyengine.sources.document import read_document
from policyengine.verdicts.write import replacing

NAME = "draft"
HELP = both("由方案原文起草规则文件。", "Start a policy file from a plan's text.")

STDIN = "-"
UNNAMED = "draft"
STARTED = Text(
    "{file}：{rules} 条待编的规则，{targets} 个数字，{headings} 个标题",
    "{file}: {rules} rules to be filled in, {targets} numbers, {headings} headings",
)


def command(
    *,
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help=both("原文（UTF-8）；- 为标准输入", "the text; - is stdin"))
    ],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help=both("写入的文件", "the file to write"))
    ] = None,
    year: Annotated[
        int | None,
        typer.Option(
            min=2000, max=2099, help=both("方案的年份；默认取原文所载", "the plan's year, if the text has none")
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=both("覆盖已有的文件", "replace a file"))] = False,
    lang: LangOption,
) -> None:
    """Every sentence becomes a rule marked 待编, or a heading; only `--force` replaces a file that is there."""
    if out is not None and out.exists() and not force:
        raise UsageError(
            Text(f"`{out}` 已存在", f"`{out}` exists"), Text("加上 `--force` 可覆盖。", "`--force` replaces it.")
        )
    document = read_document(
        sys.stdin.buffer.read() if text == STDIN else Path(text), "<stdin>" if text == STDIN else text
    )
    if isinstance(document, Finding):
        raise PolicyError([document])
    draft = make_draft(document, _name(out or Path(text)), year)
    words = yaml_of(draft)
    if out is None:
        say(words.removesuffix("\n"))
        return
    with replacing(out) as made:
        made.write_text(words, "utf-8")
    rules = [passage for passage in draft.passages if passage.clues is not None]
    counted = {
        "rules": len(rules),
        "targets": sum(len(passage.clues.amounts) for passage in rules if passage.clues),
        "headings": len(draft.passages) - len(rules),
    }
    note(STARTED.within(lang).format(file=out, **counted))


def _name(path: Path) -> str:
    """A policy's name after a file's, as far as it may be one."""
    name = re.sub("[^a-z0-9]+", "_", path.stem.lower()).strip("_")
    return name if name[:1].isalpha() else UNNAMED
