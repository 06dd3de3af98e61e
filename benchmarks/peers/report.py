"""The report: a table for each contest, what differs, and how it was measured."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from benchmarks.peers.catalogue import PEERS, REFERENCE, Peer
from benchmarks.peers.environment import Environment
from benchmarks.peers.runs import QUICK, Run
from benchmarks.report import MEBIBYTE

CONTESTS = {
    "organizations": ("Forty rules over organizations", "organizations"),
    "communities": ("Ten count and ratio rules over communities", "communities"),
}


@dataclass(frozen=True)
class Setting:
    """The circumstances of a run."""

    machine: str
    tree: str
    load: float
    budget: float
    cores: int
    sizes: Sequence[int]


def markdown(runs: Sequence[Run], environment: Environment, setting: Setting, plot: str) -> str:
    """The whole report."""
    versions = ", ".join(
        f"{peer.name} {environment.versions.get(peer.package.lower(), '(not installed)')}" for peer in PEERS
    )
    parts = [
        "# Peers",
        f"Made by `make bench-peers` on {date.today().isoformat()}: {setting.machine}; load of the machine before the "
        f"run: {setting.load:.2f}. {versions}. policyengine is {setting.tree}.",
        f"![Subjects judged a second by each peer]({plot})\n\nA hollow mark is a peer that was stopped before its end.",
        *chain.from_iterable(_contest(contest, runs, environment, setting) for contest in CONTESTS),
        "## How it was measured",
        _method(setting),
    ]
    return "\n\n".join(parts) + "\n"


def _contest(contest: str, runs: Sequence[Run], environment: Environment, setting: Setting) -> Iterator[str]:
    title, subjects = CONTESTS[contest]
    mine = {(run.engine, run.size): run for run in runs if run.contest == contest}
    sizes = [f"{size:,}" for size in setting.sizes]
    head = ["peer", "processes", "unknowns", *sizes, f"{subjects} a second", "peak memory", "counts"]
    yield f"## {title}"
    yield (
        "Seconds of evaluation, by the number of organizations, and in parentheses with the preparation of rules and "
        "data; the columns after those are of the largest size that a peer was given."
    )
    lines = [f"| {' | '.join(head)} |", "|---|---:|---|" + "---:|" * (len(sizes) + 2) + "---|"]
    lines += [_line(peer, mine, _why_not(peer, contest, environment), setting) for peer in PEERS]
    yield "\n".join(lines)
    told = [line for peer in PEERS for line in _differences(peer, mine)]
    if told:
        yield "\n".join(["Where counts differ from those of Polars by hand (rule: this peer; Polars):", "", *told])


def _line(peer: Peer, runs: Mapping[tuple[str, int], Run], why_not: str, setting: Setting) -> str:
    own = [run for size in setting.sizes if (run := runs.get((peer.engine, size)))]
    processes = str(setting.cores) if peer.one_core else "1, threads"
    if not own:
        return f"| {' | '.join([peer.name, '', '', why_not, *[''] * (len(setting.sizes) + 2)])} |"
    last, measured = own[-1], [""] * 3
    if not last.failure:
        rate = f"{last.done / last.seconds:,.0f}"
        measured = [rate, f"{last.peak / MEBIBYTE:,.0f} MiB", _agreement(peer, runs)]
    seconds = [_seconds(runs.get((peer.engine, size))) for size in setting.sizes]
    return f"| {' | '.join([peer.name, processes, peer.unknowns, *seconds, *measured])} |"


def _why_not(peer: Peer, contest: str, environment: Environment) -> str:
    """Why a peer has no runs of a contest."""
    if refused := environment.refused.get(peer.package):
        return f"does not install: {_cell(refused)}"
    return "cannot aggregate related rows" if contest == "communities" and not peer.communities else "not run"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _seconds(run: Run | None) -> str:
    if run is None:
        return "—"
    if run.failure:
        return f"failed: {_cell(run.failure)}"
    if run.complete:
        return f"{run.seconds:.3f} ({run.prepared + run.seconds:.3f})"
    return f"{run.done:,} of {run.subjects:,} in {run.seconds:.1f} s"


def _agreement(peer: Peer, runs: Mapping[tuple[str, int], Run]) -> str:
    if peer.engine == REFERENCE:
        return "the reference"
    compared = [run for run in runs.values() if run.engine == peer.engine and run.complete]
    if not compared:
        return "not compared: no size was completed"
    differing = sum(bool(_differing(run, runs)) for run in compared)
    largest = max(run.size for run in compared)
    return f"differ at {differing} size{'s' * (differing > 1)}" if differing else f"equal up to {largest:,}"


def _differing(run: Run, runs: Mapping[tuple[str, int], Run]) -> list[str]:
    """The rules of which the counts of statuses are not the reference's."""
    counts = runs[REFERENCE, run.size].counts
    return [rule for rule in counts.keys() | run.counts.keys() if counts.get(rule) != run.counts.get(rule)]


def _differences(peer: Peer, runs: Mapping[tuple[str, int], Run]) -> Iterator[str]:
    for run in runs.values():
        if run.engine == peer.engine and run.complete:
            reference = runs[REFERENCE, run.size].counts
            for rule in sorted(_differing(run, runs)):
                yield f"- {peer.name}, {run.size:,}: `{rule}`: {run.counts.get(rule)}; {reference.get(rule)}"


def _method(setting: Setting) -> str:
    forms = "\n".join(f"- {peer.name}: {peer.form}." for peer in PEERS)
    return f"""Each run is fresh processes; a peer that is bound to one core has one on each of {setting.cores}, which \
share the batches of the data. Seconds are those of the evaluation, of the slowest process; a run of up to {QUICK:g} \
seconds is repeated, and the median is given. For policyengine, Polars and DuckDB they begin with the Parquet files \
(policyengine has read and checked the facts before, which is its preparation). For all others the data is in memory \
before, in the peer's own form, with its joins done and dates as numbers of days: that, and compiling rules, is their \
preparation. Peak memory is the resident set as the kernel gives it, added up over processes.

A peer that has not ended after {setting.budget:g} s of evaluation is stopped: the table tells how far it came, and it \
is given no more rows (—).

The rules are those of `benchmarks/policies`. The peers' forms are generated from `benchmarks/peers/rules.yaml`, which \
says the same in Kleene's logic; those for Polars and DuckDB are written by hand. In a language of two values each \
condition becomes two: where it surely holds, and where it surely does not. Of related rows, languages of expressions \
answer the conditions for each organization and then count the answers, which was the faster way in all of them. The \
facts have unknown cells. Counts are of each status of each rule, compared wherever a peer judged all subjects.

{forms}"""
