"""One share of one contest by one peer, in a process of its own: `python -m benchmarks.peers.task ENGINE CONTEST …`."""

import importlib
import json
import sys
from dataclasses import asdict
from pathlib import Path

from benchmarks.peers.share import Share


def main() -> None:
    """Prints what the peer told, as JSON."""
    engine, contest, folder, index, of, budget = sys.argv[1:]
    module = importlib.import_module(f"benchmarks.peers.engines.{engine}")
    told = getattr(module, contest)(Share(Path(folder), int(index), int(of), float(budget)))
    print(json.dumps(asdict(told)))


if __name__ == "__main__":
    main()
