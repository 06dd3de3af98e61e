"""Build a folder of wheels from which pip installs everything without a network.

    python packaging/wheelhouse.py FOLDER [EXTRA …]

The wheels are for this version of Python on this kind of machine; what is compiled, durable-rules, is compiled here.
The folder is there whole or not at all.
"""

import hashlib
import os
import platform
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
FLAGS = "-DPyEval_CallObject=PyObject_CallObject"
"""durable-rules names a function that Python 3.13 no longer has."""

INSTRUCTIONS = """\
离线安装（Python {python}，{machine}）

    python3 -m venv policyengine
    policyengine/bin/python -m pip install --no-index --find-links 本文件夹 "{requirement}"
    policyengine/bin/policyengine --help

须与上述 Python 版本和机型相同，不需要网络和编译器。各文件的 SHA-256 摘要在 SHA256SUMS 中。

Installing without a network (Python {python}, {machine}): the commands above, with this folder after --find-links.
The version of Python and the kind of machine must be these; neither network nor compiler is needed.
"""


def main(arguments: list[str]) -> int:
    """Build the folder; 2 for wrong usage, 1 where pip fails."""
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    folder, extras = Path(arguments[0]).resolve(), arguments[1:]
    known = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    if unknown := [extra for extra in extras if extra not in known]:
        print(
            f"没有这些附加项 / no such extras: {', '.join(unknown)}；可用 / known: {', '.join(known)}", file=sys.stderr
        )
        return 2
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as scratch:
        made = Path(scratch) / "wheels"
        if not _wheels(Path(scratch) / "venv", made, extras):
            return 1
        _describe(made, extras)
        if folder.exists():
            folder.rename(Path(scratch) / "old")
        made.rename(folder)
    size = sum(file.stat().st_size for file in folder.iterdir()) // 2**20
    print(f"{folder}: {len(list(folder.glob('*.whl')))} wheels, {size} MiB")
    return 0


def _wheels(environment: Path, made: Path, extras: list[str]) -> bool:
    """Wheels of the project, of what it needs, and of what the extras need."""
    venv.create(environment, with_pip=True)
    flags = f"{FLAGS} {os.environ.get('CPPFLAGS', '')}".strip()
    requirement = f"{ROOT}[{','.join(extras)}]" if extras else str(ROOT)
    words = [environment / "bin" / "python", "-m", "pip", "wheel", "--quiet", "--wheel-dir", made, requirement]
    return subprocess.run(words, check=False, env={**os.environ, "CPPFLAGS": flags}).returncode == 0


def _describe(made: Path, extras: list[str]) -> None:
    """How to install from the folder, and the digests of its files."""
    requirement = f"policyengine-rules[{','.join(extras)}]" if extras else "policyengine-rules"
    machine = f"{platform.system()} {platform.machine()}"
    words = INSTRUCTIONS.format(
        python=".".join(platform.python_version_tuple()[:2]), machine=machine, requirement=requirement
    )
    (made / "安装说明.txt").write_text(words, "utf-8")
    wheels = sorted(made.glob("*.whl"))
    sums = "".join(f"{hashlib.sha256(wheel.read_bytes()).hexdigest()}  {wheel.name}\n" for wheel in wheels)
    (made / "SHA256SUMS").write_text(sums, "utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
