"""What an engine cannot do exactly, it refuses."""

from policyengine.reading.errors import PolicyEngineError
from policyengine.reading.text import Text


class EngineRefusedError(PolicyEngineError):
    """A rule that this engine cannot evaluate exactly; nothing is rounded, and no verdict is given."""


def stored_elsewhere(backend: str) -> EngineRefusedError:
    """Rows that would have to leave the place where they are stored."""
    return EngineRefusedError(
        Text(
            f"事实留在 {backend} 中；这一步要逐行读出事实，因此不予进行",
            f"the facts stay in {backend}; this would read their rows out one by one, and is refused",
        ),
        Text(
            "请把所需的表导出到文件夹，再用 polars 或 walker 后端。",
            "Export the tables that are needed to a folder, and use the backend polars or walker.",
        ),
    )


def target_too_fine(target: str) -> EngineRefusedError:
    """A target whose numerator or denominator is too large for exact multiplication in columns."""
    return EngineRefusedError(
        Text(
            f"目标值 `{target}` 的分子或分母过大，列式引擎无法精确比较",
            f"the target `{target}` has terms too large for the columnar engine to compare exactly",
        ),
        Text(
            "请用位数较少的等值写法，或用 walker 引擎计算",
            "write it with fewer digits, or evaluate with the walker engine",
        ),
    )
