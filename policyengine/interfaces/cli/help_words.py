"""What the library for commands writes around our own words in help, in Chinese."""

import re
from functools import reduce

WORDS = (
    (r"^Usage: ?", "用法："),
    (r"^Arguments:", "参数："),
    (r"^Options:", "选项："),
    (r"^Commands:", "命令："),
    (r"Show\s+this\s+message\s+and\s+exit\.", "显示本说明。"),
    (r"Install\s+completion\s+for\s+the\s+current\s+shell\.", "为当前的命令行安装补全。"),
    (
        r"Show\s+completion\s+for\s+the\s+current\s+shell,\s+to\s+copy\s+it\s+or\s+customize\s+the\s+installation\.",
        "显示补全的脚本，供复制或改动。",
    ),
    (r"\[required\]", "[必填]"),
    (r"\[default: ?", "[默认："),
    (r"\[env\s+var: ?", "[环境变量："),
    (r";\s+required\]", "；必填]"),
)


def in_chinese(help_text: str) -> str:
    """A command's help with everything in Chinese; options and their forms stay as they are typed."""
    return reduce(lambda text, word: re.sub(word[0], word[1], text, flags=re.MULTILINE), WORDS, help_text)
