"""Words for people, in Chinese and English."""

from typing import Literal, NamedTuple

Lang = Literal["zh", "en"]


class Text(NamedTuple):
    """The same words in both languages; `Text("", "")` is nothing to say."""

    zh: str
    en: str

    def within(self, lang: Lang) -> str:
        """The words in one language."""
        return self.zh if lang == "zh" else self.en


NOTHING = Text("", "")


def listed(words: list[str] | tuple[str, ...], most: int = 12) -> Text:
    """Names in backticks, one after another; beyond `most` of them an ellipsis stands."""
    shown = [f"`{word}`" for word in words[:most]]
    more = ["…"] if len(words) > most else []
    return Text("、".join(shown + more), ", ".join(shown + more))
