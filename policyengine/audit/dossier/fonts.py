"""A font with Chinese characters, to be embedded where a document must show them anywhere."""

from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont, TTLibError

from policyengine.reading.errors import PolicyEngineError
from policyengine.reading.text import Text

FOLDERS = (
    "~/.fonts",
    "~/.local/share/fonts",
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "C:/Windows/Fonts",
)
KNOWN = (
    "msyh.ttc",
    "simhei.ttf",
    "simsun.ttc",
    "PingFang.ttc",
    "STHeiti Light.ttc",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "NotoSansCJK-Regular.ttc",
    "NotoSansSC-Regular.otf",
    "SourceHanSansSC-Regular.otf",
    "NotoSerifCJK-Regular.ttc",
    "uming.ttc",
)
"""Files that systems have, the best first: those with TrueType outlines, whose text more programs can take out."""

SIMPLIFIED = (" SC", "YaHei", "SimSun", "PingFang SC")
NAME = 4
SAMPLE = "合规结论"


class NoFontError(PolicyEngineError):
    """No font with Chinese characters is at hand."""


@dataclass(frozen=True, slots=True)
class Font:
    """A font file, and which of the fonts in it."""

    path: Path
    number: int = 0


def chinese_font(given: Path | None = None) -> Font:
    """The font that was given, or one that the system has. Raises `NoFontError` where none has Chinese characters."""
    if given is not None:
        found = _within(given)
        if found is None:
            raise NoFontError(
                Text(f"`{given}` 不是含中文的字体文件", f"`{given}` is no font with Chinese characters"),
                Text("可用 .ttf、.otf 或 .ttc 文件。", "It may be a .ttf, .otf or .ttc file."),
            )
        return found
    there = {path.name: path for folder in FOLDERS for path in Path(folder).expanduser().rglob("*.[ot]t[fc]")}
    for name in KNOWN:
        found = _within(there[name]) if name in there else None
        if found is not None:
            return found
    raise NoFontError(
        Text("此处没有含中文的字体，PDF 中的中文将无法显示", "there is no font with Chinese characters for the PDF"),
        Text(
            "请用 `--font FILE` 给出一个（Debian：`apt-get install fonts-wqy-microhei`）；或写成 .html、.docx。",
            "Give one by `--font FILE` (Debian: `apt-get install fonts-wqy-microhei`), or write .html or .docx.",
        ),
    )


def _within(path: Path) -> Font | None:
    """The font of a file that has simplified Chinese; of several, the one whose name says so."""
    try:
        with path.open("rb") as file:
            fonts = TTCollection(file, lazy=True).fonts if path.suffix.lower() == ".ttc" else [TTFont(file, lazy=True)]
            first = sorted(range(len(fonts)), key=lambda n: not any(word in _name(fonts[n]) for word in SIMPLIFIED))
            for n in first:
                if all(ord(one) in fonts[n].getBestCmap() for one in SAMPLE):
                    return Font(path, n)
    except (OSError, TTLibError, AssertionError, KeyError):
        return None
    return None


def _name(font: TTFont) -> str:
    return font["name"].getDebugName(NAME) or ""
