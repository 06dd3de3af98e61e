"""What the parts of a ledger are called."""

from policyengine.language.models import Uncodified
from policyengine.language.uncodified import Reason
from policyengine.reading.text import Lang, Text
from policyengine.sources.clauses import Kind

KIND_NAMES: dict[Kind, Text] = {
    Kind.NUMERIC: Text("数值", "numeric"),
    Kind.CONDITION: Text("条件", "condition"),
    Kind.EVIDENCE: Text("佐证", "evidence"),
    Kind.INDICATOR: Text("指数", "indicator"),
    Kind.DEFINITION: Text("定义", "definition"),
    Kind.CONSEQUENCE: Text("后果", "consequence"),
}
REASON_NAMES: dict[Reason, Text] = {
    "heading": Text("标题", "heading"),
    "preamble": Text("引言", "preamble"),
    "guiding_principle": Text("指导原则", "guiding principle"),
    "aspiration": Text("愿景", "aspiration"),
    "repeats": Text("重复", "repeats"),
    "publication_chrome": Text("发布页文字", "publication chrome"),
}
UNACCOUNTED = Text("未交代", "unaccounted")
COVERAGE = Text("已交代 {share}", "{share} accounted for")
_REPEATED = Text("{name}：{rule}", "{name}: {rule}")


def uncodified_text(passage: Uncodified, lang: Lang) -> str:
    """Why no rule codifies a passage, with the rule that it repeats."""
    name = REASON_NAMES[passage.reason].within(lang)
    return name if passage.of is None else _REPEATED.within(lang).format(name=name, rule=passage.of)
