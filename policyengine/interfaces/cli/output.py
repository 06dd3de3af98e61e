"""What is printed: tables and colours for a terminal, aligned text for a pipe; progress and notes to standard error."""

import os
import signal
import sys
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from policyengine.reading.findings import Finding, printable
from policyengine.reading.render import display_width, render_text
from policyengine.reading.text import Lang

YES = ("y", "yes", "是")

CONTROLS = {
    number: printable(chr(number))
    for number in (
        *range(0x20),
        *range(0x7F, 0xA0),
        *range(0x200E, 0x2010),
        *range(0x2028, 0x202F),
        *range(0x2066, 0x206A),
    )
    if chr(number) not in "\n\t"
}
"""What would move the cursor or turn the writing around, and its escape: much that is said is what a file says."""


def on_terminal() -> bool:
    """Whether a person reads standard output."""
    return sys.stdout.isatty()


def say(text: str, style: str | None = None) -> None:
    """A line, or several, to standard output; styles show on a terminal alone."""
    text = text.translate(CONTROLS)
    if on_terminal():
        Console().print(text, style=style, markup=False, highlight=False, soft_wrap=True)
    else:
        _put(text + "\n")


def flush() -> None:
    """Hand on what is still held back; to be called before the program ends, which would complain of a closed pipe."""
    _put("", at_once=True)


def _put(text: str, *, at_once: bool = False) -> None:
    """Plain text to standard output. Who reads it may have gone (`| head`); files are still to be written then."""
    try:
        sys.stdout.write(text)
        if at_once:
            sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def note(text: str, style: str | None = None) -> None:
    """A line, or several, to standard error."""
    text = text.translate(CONTROLS)
    if sys.stderr.isatty():
        Console(stderr=True).print(text, style=style, markup=False, highlight=False, soft_wrap=True)
    else:
        sys.stderr.write(text + "\n")


def note_all(findings: Iterable[Finding], lang: Lang) -> None:
    """Findings to standard error, if there are any."""
    if words := render_text(findings, lang):
        note(words)


def agreed(question: str) -> bool:
    """Whether a person at the terminal says yes; anything else, and the end of input, is no."""
    if hasattr(signal, "siginterrupt"):  # Polars' own handler lets reading go on after Ctrl-C
        signal.siginterrupt(signal.SIGINT, True)
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in YES


def table(
    headers: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numbers: Container[int] = (),
    styles: Sequence[str | None] = (),
) -> None:
    """Rows under headers, `numbers` to the right; in a pipe columns are padded, with tabs between."""
    plain = [["".join(map(printable, cell)) for cell in row] for row in rows]
    if on_terminal():
        shown = Table(box=None, header_style="bold", pad_edge=False)
        for n, header in enumerate(headers):
            style = styles[n] if n < len(styles) else None
            shown.add_column(escape(header), justify="right" if n in numbers else "left", style=style)
        for row in plain:
            shown.add_row(*(escape(cell) for cell in row))
        Console().print(shown)
        return
    lines = [list(headers), *plain]
    widths = [max(display_width(line[n]) for line in lines) for n in range(len(headers))]
    for line in lines:
        cells = [_padded(cell, widths[n], before=n in numbers) for n, cell in enumerate(line)]
        _put("\t".join(cells).rstrip() + "\n")


def _padded(cell: str, width: int, *, before: bool) -> str:
    space = " " * (width - display_width(cell))
    return space + cell if before else cell + space


@contextmanager
def working(text: str) -> Iterator[None]:
    """While the block runs, a person at a terminal sees what is being done."""
    if sys.stderr.isatty():
        with Console(stderr=True).status(escape(text)):
            yield
    else:
        yield


@contextmanager
def telling(text: str) -> Iterator[Callable[[str], None]]:
    """While the block runs, a person at a terminal sees what is being done, and whatever more is told."""
    if sys.stderr.isatty():
        with Console(stderr=True).status(escape(text)) as status:
            yield lambda more: status.update(escape(f"{text} {more}"))
    else:
        yield lambda _more: None


@contextmanager
def counting(text: str, total: int) -> Iterator[Callable[[int], None]]:
    """While the block runs, a person at a terminal sees how much of `total` is done, as it is told."""
    if sys.stderr.isatty():
        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(escape(text), total=total)
            yield lambda part: bar.advance(task, part)
    else:
        yield lambda _part: None
