"""The findings of reading YAML files and the values in them."""

from policyengine.reading.findings import Message, Severity, catalogue

DUPLICATE_KEY = Message(
    "duplicate-key",
    Severity.ERROR,
    "键 `{key}` 重复:第 {line} 行已经写过",
    "the key `{key}` is repeated: it already stands on line {line}",
    "同一层的每个键只能出现一次,请删去或改名。",
    "A mapping has each key once; delete or rename one of them.",
)
UNKNOWN_KEY = Message(
    "unknown-key",
    Severity.ERROR,
    "不认识的键 `{key}`",
    "unknown key `{key}`",
    "{suggestion}",
    "{suggestion}",
)

MESSAGES = catalogue(globals())
