"""The findings of holding a policy against its plan's text."""

from policyengine.reading.findings import Message, Severity, catalogue

DOCUMENT_CHANGED = Message(
    "document-changed",
    Severity.ERROR,
    "文本与方案所依据的不同：`{file}` 的 SHA-256 是 {found}",
    "the text is not the one that the policy was made from: the SHA-256 of `{file}` is {found}",
    "请取回原来的文本；若文本确有更新，请先核对全部引文，再改写 `source`。",
    "Restore the former copy; if the text was indeed revised, review every quote before changing `source`.",
)
DIGEST_MISSING = Message(
    "digest-missing",
    Severity.WARNING,
    "没有写明据以编成的是哪一份文本；文本日后改动，无从发现",
    "the policy does not say which text it was made from, so that a change of the text would go unnoticed",
    "请核对引文，再加上 `source: {{sha256: {found}}}`。",
    "Review the quotes, then add `source: {{sha256: {found}}}`.",
)
UNKNOWN_SECTION = Message(
    "unknown-section",
    Severity.ERROR,
    "文本没有章节 `{section}`",
    "the text has no section `{section}`",
    "{hint}",
    "{hint}",
)
QUOTE_ABSENT = Message(
    "quote-absent",
    Severity.ERROR,
    "文本中没有这段话：`{quote}`",
    "the text does not have these words: `{quote}`",
    "{hint}",
    "{hint}",
)
QUOTE_ELSEWHERE = Message(
    "quote-elsewhere",
    Severity.ERROR,
    "这段话不在章节 `{section}` 中：`{quote}`",
    "these words do not stand in section `{section}`: `{quote}`",
    "{hint}",
    "{hint}",
)
QUOTE_AMBIGUOUS = Message(
    "quote-ambiguous",
    Severity.ERROR,
    "这段话在章节 `{section}` 中出现 {times} 次：`{quote}`",
    "section `{section}` has these words {times} times: `{quote}`",
    "请多引几个字，使它只在一处出现。",
    "Quote a few words more, so that they stand in one place alone.",
)
SENTENCE_UNACCOUNTED = Message(
    "sentence-unaccounted",
    Severity.ERROR,
    "方案 `{policy}` 没有交代这句话（章节 `{section}`）",
    "the policy `{policy}` does not account for this sentence of section `{section}`",
    "请在规则的 `cite` 中引用它，或在 `uncodified` 中写明理由。",
    "Cite it in the rules for its duties, or give it a reason in `uncodified`.",
)
CITED_AND_UNCODIFIED = Message(
    "cited-and-uncodified",
    Severity.ERROR,
    "第 {n} 句已被 {names} 引用，又列为不成规则",
    "sentence {n} is cited by {names}, and yet said to be uncodified",
    "两者只能取一。",
    "It can only be one of the two.",
)
UNKNOWN_REPEATED = Message(
    "unknown-repeated",
    Severity.ERROR,
    "没有规则 `{rule}`，无从重复",
    "there is no rule `{rule}` to repeat",
    "{suggestion}",
    "{suggestion}",
)
COVERS_NOTHING = Message(
    "covers-nothing",
    Severity.WARNING,
    "这一项没有交代任何句子：它们都已另有交代",
    "this passage accounts for no sentence: all are accounted for otherwise",
    "请删去这一项。",
    "Remove it.",
)

MESSAGES = catalogue(globals())
