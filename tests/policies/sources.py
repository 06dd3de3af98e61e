"""The plans' own texts, which are not part of the repository."""

import os
from pathlib import Path

from tests.policies.registry import POLICIES

NAMES = sorted(path.stem for path in POLICIES.glob("*.yaml"))


def sources() -> Path | None:
    """The folder with the texts, where there is one."""
    folder = os.environ.get("POLICYENGINE_SOURCES")
    return Path(folder) if folder else None


def unverified() -> list[str]:
    """The policies whose text is not at hand."""
    folder = sources()
    return [name for name in NAMES if folder is None or not (folder / f"{name}.txt").is_file()]
