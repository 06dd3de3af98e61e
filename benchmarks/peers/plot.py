"""The plot of runs: `python -m benchmarks.peers.plot RUNS.json OUT.svg`, where RUNS.json also names the machine."""

import json
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

WIDTH, HEIGHT = 11, 5.5


def draw(told: dict[str, Any], out: Path) -> None:
    """Subjects judged a second against organizations, both on scales of powers of ten; hollow where time ran out."""
    mpl.rcParams.update({"svg.hashsalt": "peers", "svg.fonttype": "none"})
    figure = Figure(figsize=(WIDTH, HEIGHT), layout="constrained")
    panels = figure.subplots(1, len(told["contests"]))
    for axes, (contest, title) in zip(panels, told["contests"].items(), strict=True):
        for number, (engine, name) in enumerate(told["peers"].items()):
            runs = [run for run in told["runs"] if (run["contest"], run["engine"]) == (contest, engine) and run["done"]]
            rates = [run["done"] / run["seconds"] for run in runs]
            style = {"color": f"C{number}", "linewidth": 2.5 if engine == "policyengine" else 1.2}
            (line,) = axes.plot([run["size"] for run in runs], rates, label=name, marker="o", markersize=4, **style)
            if runs and runs[-1]["done"] < runs[-1]["subjects"]:
                line.set_markerfacecolor("white")
        axes.set(xscale="log", yscale="log", xlabel="organizations", ylabel="subjects a second")
        axes.set_title(title, fontsize="medium")
        axes.grid(visible=True, which="major", alpha=0.3)
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside right center", fontsize="small")
    figure.suptitle(told["machine"], fontsize="small")
    figure.savefig(out, metadata={"Date": None})


if __name__ == "__main__":
    draw(json.loads(Path(sys.argv[1]).read_text("utf-8")), Path(sys.argv[2]))
