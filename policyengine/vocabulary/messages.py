"""The findings of reading vocabularies (language.md §2)."""

from policyengine.reading.findings import Message, Severity, catalogue

ERROR = Severity.ERROR

BAD_NAME = Message(
    "bad-name",
    ERROR,
    "`{name}` 不能作名称",
    "`{name}` cannot be a name",
    "用小写英文字母、数字和单个下划线，以字母开头；不能是 {reserved}。",
    "Use lower-case letters, digits and single underscores, a letter first; {reserved} are taken.",
)
RESERVED_ENTITY = Message(
    "reserved-entity",
    ERROR,
    "实体 `{name}` 是内置的",
    "the entity `{name}` is built in",
    "请删去或改名。",
    "Delete or rename it.",
)
ENTITY_TWICE = Message(
    "entity-twice",
    ERROR,
    "实体 `{name}` 已在 {other} 中定义",
    "the entity `{name}` is already defined in {other}",
)
ONE_TYPE = Message(
    "one-type",
    ERROR,
    "字段 `{name}` 应有且只有一种类型，现有 {found}",
    "the field `{name}` needs exactly one type; it has {found}",
    "类型有：{types}。",
    "The types are: {types}.",
)
EXPIRY_NOT_A_DATE = Message(
    "expiry-not-a-date",
    ERROR,
    "字段 `{name}` 不是日期，不能标为 `expiry`",
    "the field `{name}` is no date, so that it cannot be an `expiry`",
    "`expiry` 只用于 `date` 字段。",
    "`expiry` is for fields of the type `date`.",
)
BAD_TYPE = Message(
    "bad-type",
    ERROR,
    "不认识的类型 `{found}`",
    "unknown type `{found}`",
    "{suggestion}",
    "{suggestion}",
)
NEEDS_MORE = Message(
    "type-needs-more",
    ERROR,
    "类型 `{found}` 还要写明内容",
    "the type `{found}` needs to say more",
    "例如 {example}。",
    "For example {example}.",
)
BAD_SCHEME = Message(
    "bad-scheme",
    ERROR,
    "不认识的代码规则 `{found}`",
    "unknown code scheme `{found}`",
    "{suggestion}",
    "{suggestion}",
)
BUILT_IN_FIELD = Message(
    "built-in-field",
    ERROR,
    "字段 `{name}` 是内置的文字字段，每行必有，只能改它的 label",
    "the field `{name}` is built in and a text; only its label may be changed",
)
BAD_DIGITS = Message(
    "bad-digits",
    ERROR,
    "小数位数应为 1 到 {most} 的整数，现为 `{found}`",
    "decimal places are a whole number from 1 to {most}, not `{found}`",
)
INEXACT_BOUND = Message(
    "inexact-bound",
    ERROR,
    "界限 `{found}` 不是最多 {digits} 位小数的数",
    "the bound `{found}` has more than {digits} decimal places",
)
BOUNDS_CROSS = Message(
    "bounds-cross",
    ERROR,
    "下限 `{minimum}` 大于上限 `{maximum}`",
    "the least value `{minimum}` is above the greatest `{maximum}`",
)
UNKNOWN_ENTITY = Message(
    "unknown-entity",
    ERROR,
    "没有实体 `{name}`",
    "there is no entity `{name}`",
    "{suggestion}",
    "{suggestion}",
)
UNKNOWN_FIELD = Message(
    "unknown-field",
    ERROR,
    "实体 `{entity}` 没有字段 `{name}`",
    "the entity `{entity}` has no field `{name}`",
    "{suggestion}",
    "{suggestion}",
)
NOT_A_REFERENCE = Message(
    "not-a-reference",
    ERROR,
    "`{entity}.{name}` 不是引用，不能由此到 `{ancestor}`",
    "`{entity}.{name}` is no reference and does not lead to `{ancestor}`",
)
LEADS_ELSEWHERE = Message(
    "leads-elsewhere",
    ERROR,
    "`{chain}` 通向 `{found}`，而不是 `{ancestor}`",
    "`{chain}` leads to `{found}`, not to `{ancestor}`",
)
NOT_A_DATE_FIELD = Message(
    "not-a-date-field",
    ERROR,
    "`{entity}.{name}` 不是日期字段",
    "`{entity}.{name}` is not a date",
)
NAME_CLASH = Message(
    "name-clash",
    ERROR,
    "`{name}` 已是实体 `{other}` 的名称、复数或 label",
    "`{name}` is already the name, plural or label of the entity `{other}`",
    "表按这些名称查找，不得重复。",
    "Tables are found by these names, so each stands for one entity.",
)
FIELD_CLASH = Message(
    "field-clash",
    ERROR,
    "`{name}` 已是字段 `{other}` 的名称或 label",
    "`{name}` is already the name or label of the field `{other}`",
    "列按这些名称查找，不得重复。",
    "Columns are found by these names, so each stands for one field.",
)
PLURAL_CLASH = Message(
    "plural-clash",
    ERROR,
    "复数 `{plural}` 与上级实体 `{ancestor}` 的同名字段冲突",
    "the plural `{plural}` is also a field of the ancestor `{ancestor}`",
)
CHOICE_CLASH = Message(
    "choice-clash",
    ERROR,
    "`{name}` 已是选项 `{other}` 的代码或名称",
    "`{name}` is already the code or label of the choice `{other}`",
)

MESSAGES = catalogue(globals())
