"""An environment of its own for the peers: everything from PyPI, and this tree."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.peers.catalogue import PEERS, TREE

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "benchmarks" / ".cache" / "peers"
TOOLS = ("pyarrow", "matplotlib")
"""What the benchmark itself needs: rows for engines of rows, and the plot."""


@dataclass(frozen=True)
class Environment:
    """Its interpreter, the versions it has, and the packages that did not install, with pip's reason."""

    python: Path
    versions: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


def environment(folder: Path = FOLDER) -> Environment:
    """Makes the environment, unless one for the same requirements is there. A peer may be lacking, a tool may not:
    without those a `RuntimeError` is raised."""
    python = folder / "venv" / "bin" / "python"
    record = folder / "installed.json"
    wanted = {"project": (ROOT / "pyproject.toml").read_text("utf-8"), "peers": [peer.package for peer in PEERS]}
    made = json.loads(record.read_text("utf-8")) if record.exists() else {}
    if made.get("wanted") != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder / "venv"], check=True)
        _tools(python)
        refused = {peer.package: reason for peer in PEERS if (reason := _install(python, [peer.package]))}
        made = {"wanted": wanted, "refused": refused}
        record.write_text(json.dumps(made), "utf-8")
    return Environment(python, _versions(python), made["refused"])


def _tools(python: Path) -> None:
    reason = _install(python, ["--editable", str(ROOT), *TOOLS])
    if reason:
        raise RuntimeError(f"the benchmark itself does not install: {reason}")


def _install(python: Path, arguments: Sequence[str]) -> str:
    """Why pip did not install, or nothing."""
    if arguments == [TREE]:
        return ""
    print(f"installing {' '.join(arguments)}", file=sys.stderr)
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    told = [line for line in ended.stderr.splitlines() if line.startswith("ERROR")] or ended.stderr.splitlines()
    return "" if ended.returncode == 0 else (told or ["pip gave no reason"])[-1]


def _versions(python: Path) -> dict[str, str]:
    command = [str(python), "-m", "pip", "list", "--format", "json", "--disable-pip-version-check"]
    listed = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return {one["name"].lower(): one["version"] for one in listed}
