"""What a template says of its columns: names, types, what may be left empty, and how to fill it in."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from policyengine.authoring.template.needed import Column
from policyengine.engine.reads import ID
from policyengine.reading.numbers import render_number
from policyengine.reading.text import Text
from policyengine.vocabulary.models import Entity, Field, FieldType
from policyengine.vocabulary.work_record import REQUIRED, WORK_RECORD

EXPLANATIONS = "说明"
CHOICES = "选项"
MOST_USES = 4
LONGEST_TEXT = 40

HOW_TO = (
    Text(
        "每张工作表是一类对象，每行一个。第一行是列名，请勿改动；列的次序可以调换，用不着的列可以删去。",
        "Each sheet is for one kind of thing, each row for one of them. Leave the headers in the first row as they are."
        " Columns may change places, and those that are of no use may be deleted.",
    ),
    Text(
        "第二行是示例，读取时跳过。只留着示例的表视为未提供，其中的情况一概未知；确实一条也没有的，请删去示例行。",
        "The second row is an example and is not read. A sheet with its example alone counts as not supplied: nothing"
        " is known of it. Where there truly are no rows, delete the example.",
    ),
    Text(
        "不知道的写“不详”。“可无”的列，没有的写“无”或留空；其余的列，留空就是不知道，绝不当作零或“否”。",
        "Write 不详 where something is not known. In columns that may be none, write 无 or nothing where there is none;"
        " in all others what is left empty is not known, and never zero or no.",
    ),
    Text(
        "日期可写 2021-03-05、2021年3月5日、2021.3.5、2021/3/5；数字可写 1,234；比例可写 5% 或 0.05；"
        "是否可写 是、否、√、×。",
        "Dates may be written as 2021-03-05, 2021年3月5日, 2021.3.5 or 2021/3/5; numbers as 1,234; shares as 5% or"
        " 0.05; yes and no as 是, 否, √, ×.",
    ),
    Text(
        "分不清的写法（03/04/2021、21/3/5、1,5、/、—）会被拒绝，并指出在哪一行哪一列。",
        "What may be two things (03/04/2021, 21/3/5, 1,5, /, —) is refused, with its row and column.",
    ),
    Text(
        "表上方可以有标题行，下方可以有合计、小计、填表人等行，都不会当作数据。",
        "A title above the headers, and totals and remarks below the rows, are not taken for facts.",
    ),
    Text(
        "名单不全的表，请在 facts.yaml 中写明 `complete: false`；没有写明的，表中没有的行就当作不存在。",
        "Of a table that does not have all rows say `complete: false` in facts.yaml; of all others, rows that are not"
        " there do not exist.",
    ),
    Text(
        "填好后不必另存，直接评价：policyengine evaluate 方案.yaml --facts 本文件所在的文件夹",
        "When it is filled in, evaluate it as it is: policyengine evaluate POLICY.yaml --facts this folder",
    ),
)
HEADERS = (
    Text("工作表", "sheet"),
    Text("列名", "column"),
    Text("字段", "field"),
    Text("怎样填", "how to fill it in"),
    Text("可否没有", "may be none"),
    Text("个人信息", "personal"),
    Text("用于", "used by"),
)
MAY_BE_NONE = Text("可无", "yes")
KEY = Text("必填，不得重复", "required, each once")
NEEDED = Text("必填", "required")
UNKNOWN_IF_EMPTY = Text("空即不详", "empty is unknown")
PERSONAL = Text("是，输出时隐去", "yes, masked in outputs")
MORE_USES = Text("…… 共 {n} 项", "… {n} in all")

TYPES: Mapping[FieldType, Text] = {
    FieldType.TEXT: Text("文字", "text"),
    FieldType.BOOLEAN: Text("是 或 否", "是 (yes) or 否 (no)"),
    FieldType.INTEGER: Text("整数", "a whole number"),
    FieldType.DECIMAL: Text("数，最多 {digits} 位小数", "a number with at most {digits} decimal places"),
    FieldType.DATE: Text("日期", "a date"),
    FieldType.ENUM: Text("从下拉列表中选：{choices}", "one of: {choices}"),
    FieldType.CODE: Text("代码（{code}）", "a code ({code})"),
    FieldType.REFERENCE: Text("填“{reference}”表的编号", "an id of the sheet {reference}"),
}
CODES: Mapping[str, Text] = {
    "uscc": Text("18 位统一社会信用代码", "unified social credit code, 18 characters"),
    "division": Text("6 位行政区划代码", "division code, 6 digits"),
    "division_street": Text("9 位乡镇（街道）代码", "street or township code, 9 digits"),
    "division_community": Text("12 位社区（村）代码", "community or village code, 12 digits"),
}
DETERMINATION = Text(
    "认定结果：是 或 否；未认定的留空", "a determination: 是 (yes) or 否 (no); empty where none was made"
)


def header_of(column: Column) -> str:
    """A column's Chinese name; a determination is called by its words, and by its name in brackets."""
    if column.field is not None:
        return column.field.label.zh
    text = " ".join(column.text.split())
    short = text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"
    return f"{short} [{column.name}]"


def filling(column: Column, references: Mapping[str, str]) -> Text:
    """How a column is filled in: its type, its bounds, its choices; `references` are the names of entities."""
    field = column.field
    if field is None:
        return DETERMINATION
    kind = TYPES[field.type]
    code = CODES.get(field.code or "", Text(field.code or "", field.code or ""))
    reference = references.get(field.reference or "", field.reference or "")
    words = [
        kind.zh.format(digits=field.digits, choices="、".join(_labels(field)), code=code.zh, reference=reference),
        kind.en.format(digits=field.digits, choices=", ".join(_labels(field)), code=code.en, reference=reference),
    ]
    bounds = _bounds(field)
    return Text(words[0] + bounds.zh, words[1] + bounds.en)


def emptiness(entity: Entity, column: Column) -> Text:
    """Whether a cell may be none, and what it means if it is empty."""
    if column.name == ID:
        return KEY
    if entity.name == WORK_RECORD and column.name in REQUIRED:
        return NEEDED
    return MAY_BE_NONE if column.field is not None and column.field.optional else UNKNOWN_IF_EMPTY


def used_by(column: Column) -> Text:
    """What reads a column, the first few by their titles."""
    lines = list(column.uses[:MOST_USES])
    more = len(column.uses) > MOST_USES
    last = [each.format(n=len(column.uses)) if more else "" for each in MORE_USES]
    return Text(*("\n".join([*lines, *([end] if end else [])]) for end in last))


def _labels(field: Field) -> list[str]:
    return [label.zh for label in field.choices.values()]


def _bounds(field: Field) -> Text:
    least, most = (_shown(bound) for bound in (field.minimum, field.maximum))
    if least and most:
        return Text(f"，{least} 至 {most}", f", {least} to {most}")
    if least:
        return Text(
            f"，不小于 {least}" if isinstance(field.minimum, Fraction) else f"，不早于 {least}", f", from {least}"
        )
    if most:
        return Text(
            f"，不大于 {most}" if isinstance(field.maximum, Fraction) else f"，不晚于 {most}", f", up to {most}"
        )
    return Text("", "")


def _shown(bound: Fraction | date | None) -> str:
    return render_number(bound) if isinstance(bound, Fraction) else "" if bound is None else bound.isoformat()
