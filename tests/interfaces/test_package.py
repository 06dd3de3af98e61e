"""The public names and the map of the stages."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import policyengine

NOT_FILES = frozenset({"testing"})
"""What else stands in backticks in the maps of folders."""

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "policyengine"
FOLDERS = sorted(path.parent for path in PACKAGE.rglob("*/__init__.py"))


def stages_of_docstring() -> list[str]:
    return [line.split()[0] for line in (policyengine.__doc__ or "").splitlines() if line.startswith("    ")]


def layers() -> list[set[str]]:
    """The layers of the import contract, lowest first."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (contract,) = (one for one in settings["tool"]["importlinter"]["contracts"] if one["type"] == "layers")
    return [{name.strip() for name in layer.split("|")} for layer in reversed(contract["layers"])]


def test_the_map_lists_the_layers_of_the_import_contract_from_the_lowest() -> None:
    stages = stages_of_docstring()
    for layer in layers():
        assert set(stages[: len(layer)]) == layer
        stages = stages[len(layer) :]
    assert stages == []


def test_the_map_lists_the_folders_and_modules_that_there_are() -> None:
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    modules = {path.stem for path in PACKAGE.glob("*.py") if path.stem != "__init__"}
    assert set(stages_of_docstring()) == folders | modules


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.relative_to(PACKAGE).as_posix())
def test_every_folder_says_what_it_holds_and_names_no_file_that_is_not_there(folder: Path) -> None:
    words = ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8")))
    assert words
    there = {path.stem for path in folder.iterdir()} | {path.stem for path in folder.parent.iterdir()}
    assert [name for name in re.findall(r"`([a-z_]+)`", words) if name not in there | NOT_FILES] == []


def test_every_public_name_is_found_where_it_is_said_to_be() -> None:
    assert policyengine.__all__ == sorted(policyengine._HOMES)
    for name in policyengine.__all__:
        found = getattr(policyengine, name)
        assert not isinstance(found, type(sys)), name
        assert found.__module__.startswith(f"policyengine.{policyengine._HOMES[name]}"), name


def test_there_are_no_other_names() -> None:
    assert not hasattr(policyengine, "no_such_name")


def test_importing_the_package_loads_nothing_heavy() -> None:
    script = "import policyengine, sys; print([name for name in ('polars', 'pydantic', 'yaml') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
