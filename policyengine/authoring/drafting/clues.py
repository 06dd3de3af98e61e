"""What a sentence says in so many words: its force, numbers, deadlines, populations and frequencies."""

import re
from dataclasses import dataclass

from policyengine.authoring.drafting.deadlines import Deadline, deadlines
from policyengine.authoring.drafting.numbers import Amount, amounts
from policyengine.language.models import Modality

# Each verb has the force that `docs/codifying.md` gives it; in 支持型, 积极性, 应急, 要求 or 社会组织 there is no verb.
_SHOULD = "力争|鼓励|支持(?!型)|引导|探索|推动|推进|积极(?!性|作用)|倡导|争取"
# 加快 says only how fast: what it stands before is demanded, unless that is a verb of those above.
_MUST = (
    "不得|严禁|禁止|必须|应当|(?:应|须|要)(?![急求点素件])|实现|完成|建立|制定|召开|开展|落实|做好|严格|加强|完善"
    rf"|(?<!社会)(?<!党)组织|加快(?!{_SHOULD})"
)
_FORCE = re.compile(rf"(?P<should>{_SHOULD})|(?P<must>{_MUST})")
_PROHIBITION = re.compile("不得|严禁|禁止")
_POPULATION = re.compile(
    "(?:每个|每名|每家|每|各级|各类|各|所有|全部|全市|全区|全县|平均)"
    r"(?:(?!要|应|须|建立|实现|完成|有|在|均|都)(?:[^\W\d_]|[(\uff08][^)\uff09]*[)\uff09])){0,8}"
)
_FREQUENCY = re.compile(r"每(?:半年|季度|个?月|年|周|两年|三年)(?:至少|不少于)?|年度|按季度|按月")

# What cannot be a target: the numbers of documents and meetings, and whatever stands in a title.
_NO_AMOUNT = re.compile(r"《[^》]*》|[〔\[(\uff08]\d{4}[〕\])\uff09]\s*\d*号?|第[\d一二三四五六七八九十百]+|20\d\d年")

_SUBJECTS = {
    "registration_authority": re.compile("登记管理机关"),
    "county": re.compile("(?:各|每个)(?:县|区|旗)"),
    "street": re.compile("(?:各|每个)(?:街道|乡镇|镇)"),
    "community": re.compile("(?:各|每个)(?:城市|农村)?(?:社区|村)"),
    "organization": re.compile("(?:各|每个|每家|所有)社会组织"),
}
PLACE = "city"


@dataclass(frozen=True, slots=True)
class Clues:
    """The finds of one sentence; `modality` is `None` where no verb tells."""

    modality: Modality | None
    prohibition: bool
    subject: str
    amounts: tuple[Amount, ...]
    deadlines: tuple[Deadline, ...]
    populations: tuple[str, ...]
    frequencies: tuple[str, ...]


def clues_of(text: str, year: int) -> Clues:
    """The finds of a sentence without its heading's marker; `year` is that of deadlines without one."""
    by = tuple(deadlines(text, year))
    countable = _blanked(text, by)
    force = _FORCE.search(text)
    return Clues(
        modality=None if force is None else Modality.SHOULD if force["should"] else Modality.MUST,
        prohibition=_PROHIBITION.search(text) is not None,
        subject=next((kind for kind, words in _SUBJECTS.items() if words.search(text)), PLACE),
        amounts=tuple(amounts(countable)),
        deadlines=by,
        populations=tuple(match[0] for match in _POPULATION.finditer(_FREQUENCY.sub("。", text))),
        frequencies=tuple(match[0] for match in _FREQUENCY.finditer(text)),
    )


def _blanked(text: str, by: tuple[Deadline, ...]) -> str:
    """The sentence with blanks for what holds no target; deadlines that run from an event stay, for their days."""
    for deadline in by:
        if deadline.due is not None:
            text = text[: deadline.start] + " " * (deadline.end - deadline.start) + text[deadline.end :]
    return _NO_AMOUNT.sub(lambda match: " " * len(match[0]), text)
