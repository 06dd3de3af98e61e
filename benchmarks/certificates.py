"""What certificates cost beside explanations: of a share and of an average, in a small city and in a large one."""

import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from policyengine.audit.certificates.make import Asked, certificate
from policyengine.audit.checker.verify import verify
from policyengine.audit.home import Home
from policyengine.audit.making import make_ledger
from policyengine.audit.recall import Recall
from policyengine.audit.recording import record
from policyengine.audit.verdict_on_record import verdict_on_record
from policyengine.audit.why import why_on_record
from policyengine.authoring.demo import make_demo
from policyengine.facts.read import read_facts
from policyengine.language.load import load_policy

POLICY = Path(__file__).parents[1] / "policies" / "quzhou_2018.yaml"
CITY = "330800"
SMALL = 1_000
ASKED = {"a share": ("inspection-rate", f"MZ{CITY}"), "an average": ("urban-average-13", CITY)}
TIMES = 5
SEED = 1


def lines_of(folder: Path, organizations: int) -> list[str]:
    """A line for each certificate: its size, and the time to make it, to verify it, and to explain the verdict."""
    return [line for size in (SMALL, organizations) for line in _city(folder / f"city{size}", size)]


def _city(folder: Path, organizations: int) -> list[str]:
    facts = folder / "facts"
    make_demo(facts, CITY, organizations, SEED)
    home = Home.at(str(folder / "audit"))
    make_ledger(home)
    record(home, [load_policy(POLICY)], read_facts(facts), as_of=date(2018, 12, 31))
    recall = Recall(home.open())
    return [_line(recall, organizations, name, rule, subject) for name, (rule, subject) in ASKED.items()]


def _line(recall: Recall, organizations: int, name: str, rule: str, subject: str) -> str:
    def make() -> bytes:
        found = verdict_on_record(recall, recall.run(1), rule, subject)
        asked = Asked(1, found.case, found.rule, found.verdict, found.rulings, found.alternatives)
        return certificate(recall.home, asked)

    made = make()
    making, verifying = _median(make), _median(lambda: verify(made))
    explaining = _median(lambda: why_on_record(recall, recall.run(1), rule, subject))
    return (
        f"| certificate of {name}, {organizations:,} organizations: {len(made) / 1000:,.0f} kB; made, verified, "
        f"beside `why --run` | {making:,.0f} ms, {verifying:,.0f} ms, {explaining:,.0f} ms | |"
    )


def _median(call: Callable[[], Any]) -> float:
    """Milliseconds of CPU."""
    seconds = []
    for _ in range(TIMES):
        started = time.process_time()
        call()
        seconds.append(time.process_time() - started)
    return statistics.median(seconds) * 1000
