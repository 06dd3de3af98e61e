"""Counts of statuses as bars: inline SVG, with the numbers in words for those who do not see it."""

from collections.abc import Mapping, Sequence
from html import escape

from policyengine.language.statuses import Status
from policyengine.reading.html import Html, tag
from policyengine.reading.text import Lang
from policyengine.verdicts.names import STATUS_NAMES

WIDE = 1000


def bar(counts: Mapping[Status, int], shown: Sequence[Status], lang: Lang, *, tall: bool = False) -> Html:
    """A bar of parts, in the order of `shown`; empty where there is nothing."""
    total = sum(counts[status] for status in shown)
    told = ", ".join(f"{STATUS_NAMES[status].within(lang)} {counts[status]}" for status in shown if counts[status])
    parts, start = [], 0.0
    for status in shown:
        if counts[status]:
            width = WIDE * counts[status] / total
            words = f"{STATUS_NAMES[status].within(lang)} {counts[status]}"
            parts.append(
                f'<rect class="{status.value}" x="{start:.2f}" y="0" width="{width:.2f}" height="100">'
                f"<title>{escape(words)}</title></rect>"
            )
            start += width
    return Html(
        tag(
            "svg",
            Html("".join(parts)),
            class_="bar tall" if tall else "bar",
            viewBox=f"0 0 {WIDE} 100",
            preserveAspectRatio="none",
            role="img",
            aria_label=told or "0",
        )
    )
