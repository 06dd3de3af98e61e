"""A folder with a blank workbook and the `facts.yaml` that goes with it."""

from collections.abc import Sequence
from pathlib import Path

from policyengine.authoring.template.needed import Sheet, sheets_needed
from policyengine.authoring.template.workbook import sheet_names, write_workbook
from policyengine.facts.manifest import MANIFEST
from policyengine.plan.planned import Plan
from policyengine.reading.errors import PolicyEngineError
from policyengine.reading.text import Lang, Text
from policyengine.verdicts.write import replacing
from policyengine.vocabulary.models import Vocabulary

WORKBOOK = "填报表.xlsx"
TITLE = Text("填报表说明", "How to fill in this workbook")


class TemplateExistsError(PolicyEngineError):
    """A folder that has a workbook already, perhaps with facts in it."""


def make_template(
    directory: Path, vocabulary: Vocabulary, plans: Sequence[Plan] = (), lang: Lang = "zh"
) -> tuple[Sheet, ...]:
    """Write the workbook for what the plans read, or for the whole vocabulary, and say which sheets it has.

    Sheets and headers are in Chinese; the explanations are in `lang`. Raises `TemplateExistsError` where the folder
    has such files already, and `UnwritableOutputError`.
    """
    for name in (WORKBOOK, MANIFEST):
        if (directory / name).exists():
            raise TemplateExistsError(
                Text(f"`{directory / name}` 已存在", f"`{directory / name}` exists already"),
                Text("请另选一个文件夹，以免覆盖已填的数据。", "Choose another folder, so that no facts are lost."),
            )
    sheets = sheets_needed(vocabulary, plans)
    directory.mkdir(parents=True, exist_ok=True)
    with replacing(directory / WORKBOOK) as made:
        write_workbook(made, sheets, vocabulary, TITLE, lang)
    with replacing(directory / MANIFEST) as made:
        made.write_text(_manifest(sheets), "utf-8")
    return sheets


def _manifest(sheets: Sequence[Sheet]) -> str:
    """All that can be said of the tables, to be said by taking a `#` away."""
    names = sheet_names(sheets)
    lines = [
        "# 填报表的补充说明；去掉行首的“# ”即生效。What the workbook cannot say; take “# ” away where it holds.",
        "# 数据截至哪一天 the day at which the facts were true:",
        "# snapshot_on: 2024-12-31",
        "facts:",
        "  # 名单不全的表改为 false：表中没有的行就不当作不存在。Say false where a table does not have all rows.",
        *(f"  {name}: {{complete: true}}  # {names[name]}" for name in (sheet.entity.name for sheet in sheets)),
    ]
    return "\n".join(lines) + "\n"
