"""A process that records a run of a town and is killed on the way: `python -m tests.audit.interrupted FOLDER AT`.

`AT` is how many files it may open, rename or connect to, or write into a ledger, before it is killed; with 0 it is left
alone and says how many there were.
"""

import os
import signal
import sys
from pathlib import Path
from typing import Any

import policyengine as pe
from policyengine.audit.home import Home
from tests.audit.town import AS_OF, TABLES, Tables
from tests.audit.town import facts_in as facts_of

EVENTS = frozenset(("open", "os.rename", "os.mkdir", "sqlite3.connect", "os.remove"))


def main(folder: Path, at: int) -> None:
    """Record, unless killed."""
    tables: Tables = {**TABLES, "club": [row | {"staff": at} for row in TABLES["club"]]}
    policy, facts = pe.load_policy(folder / "town_2024.yaml"), facts_of(folder, tables)
    # What is imported on the way is imported before.
    pe.evaluate(policy, facts, as_of=AS_OF)
    Home.at(str(folder / "audit")).open().ledger.size()
    met = 0

    def hook(event: str, _arguments: Any) -> None:
        nonlocal met
        if event in EVENTS:
            met += 1
            if met == at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    pe.record(folder / "audit", [policy], facts, as_of=AS_OF)
    print(met)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
