"""Verdicts as JUnit's XML for build servers: a suite a policy, a case a verdict.

What must be met and is not has failed. What should be met and is not, what is waived, pending or unknown is skipped,
with what it is; what is not applicable is no case.
"""

from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import quoteattr

from policyengine.language.statuses import Status
from policyengine.reading.junit import plain
from policyengine.reports.passing import Wanted, passing
from policyengine.reports.told import verdict_words

FAILED = (Status.NONCOMPLIANT,)
SKIPPED = (Status.SHORTFALL, Status.WAIVED, Status.PENDING, Status.UNKNOWN)


def write_junit(wanted: Wanted, path: Path, told: Callable[[int], None]) -> None:
    """Write the suites, a case a line; `told` hears of verdicts as they are read."""
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="utf-8"?>\n<testsuites>\n')
        for verdicts in wanted.evaluations:
            summary = verdicts.summary()
            counts = {status: int(summary[status.value].sum()) for status in Status}
            numbers = {
                "tests": len(verdicts) - counts[Status.NOT_APPLICABLE],
                "failures": sum(counts[status] for status in FAILED),
                "skipped": sum(counts[status] for status in SKIPPED),
            }
            said = "".join(f' {name}="{n}"' for name, n in numbers.items())
            file.write(f"<testsuite name={_quoted(verdicts.case.plan.policy)}{said}>\n")
            for words, frame in passing(Wanted((verdicts,), wanted.lang, wanted.by, wanted.unmask)):
                place = words.rule.place
                at = f' file={_quoted(place.file)} line="{place.line}"'
                for row in frame.iter_rows(named=True):
                    status = Status(row["status"])
                    if status is Status.NOT_APPLICABLE:
                        continue
                    named = f"classname={_quoted(words.rule.id)} name={_quoted(row['subject'])}{at}"
                    outcome = "failure" if status in FAILED else "skipped" if status in SKIPPED else ""
                    if outcome:
                        message = f"<{outcome} message={_quoted(verdict_words(words, row))}/>"
                        file.write(f"<testcase {named}>{message}</testcase>\n")
                    else:
                        file.write(f"<testcase {named}/>\n")
                told(frame.height)
            file.write("</testsuite>\n")
        file.write("</testsuites>\n")


def _quoted(text: str) -> str:
    return quoteattr(plain(text), {"\n": "&#10;"})
