"""Options of the commands that find what is on record and show it in pages."""

from typing import Annotated

import typer

from policyengine.interfaces.cli.lang import both
from policyengine.interfaces.cli.options import UsageError, place
from policyengine.interfaces.cli.output import note
from policyengine.reading.text import Lang, Text

PolicyOption = Annotated[str | None, typer.Option("--policy", help=both("只看此方案", "of this policy alone"))]
SubjectOption = Annotated[str | None, typer.Option("--subject", help=both("只看此对象", "on this subject alone"))]
CountyOption = Annotated[str | None, typer.Option("--county", help=both("只看此县区", "in this county alone"))]
InOption = Annotated[
    str | None,
    typer.Option(
        "--in", metavar="KIND:ID", help=both("只看此处，如 `street:s1`", "in this place alone, such as `street:s1`")
    ),
]
PageOption = Annotated[int, typer.Option("--page", min=1, help=both("第几页", "which page"))]
PageSizeOption = Annotated[
    int, typer.Option("--page-size", min=1, max=100_000, help=both("每页几个", "how many a page"))
]


def place_asked(county: str | None, within: str | None) -> tuple[str, str] | None:
    """The place that a call names, if it does."""
    if county is not None and within is not None:
        raise UsageError(Text("`--county` 与 `--in` 只能用一个", "give `--county` or `--in`, not both"))
    if within is not None:
        found = place(within)
        if isinstance(found, str):
            raise UsageError(Text("`--in` 应为“种类:代码”", "`--in` takes `KIND:ID`"))
        return found
    return None if county is None else ("county", county)


def say_which(words: Text, before: int, here: int, total: int, lang: Lang) -> None:
    """Which of all are on a page, so many being before it; `words` have places for `first`, `last` and `total`."""
    note(words.within(lang).format(first=before + 1, last=before + here, total=total))
