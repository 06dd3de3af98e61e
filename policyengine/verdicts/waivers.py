"""Exemptions in force: a waiver changes a status, never a measure (language.md §4)."""

from collections.abc import Iterable
from datetime import date

from policyengine.language.waivers import Waiver
from policyengine.verdicts.assemble import Waived


def in_force(waivers: Iterable[Waiver], policy: str, as_of: date) -> Waived:
    """The policy's waivers whose days include as_of, by rule and subject; of several, the one that ends last."""
    current = [waiver for waiver in waivers if waiver.policy == policy and waiver.start <= as_of <= waiver.end]
    return {(waiver.rule, waiver.subject): waiver for waiver in sorted(current, key=lambda waiver: waiver.end)}
