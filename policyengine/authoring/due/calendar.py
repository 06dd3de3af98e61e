"""What is coming up as iCalendar (RFC 5545): whole days, and the same events again when they are imported again."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from importlib.metadata import version
from itertools import groupby
from uuid import UUID, uuid5

from icalendar import Alarm, Calendar, Event

from policyengine.authoring.due.model import Coming, Kind
from policyengine.reading.text import Lang, Text

EVENTS = UUID("6f3e1f62-0f0c-5f0e-9a52-5d1b7f0c2a11")
"""The namespace of the events' ids: what falls on which day decides the id, and nothing else does."""

MOST_LISTED = 30

DUTY = Text("【到期】{what}", "[due] {what}")
EXPIRY = Text("【有效期届满】{what}", "[expires] {what}")
SEVERAL = Text("（{n} 个{kind}）", " ({n}: {kind})")
ACTOR = Text("责任单位：{actor}", "duty of: {actor}")
MORE = Text("……另有 {n} 个", "… and {n} more")
CALENDAR = Text("工作要点：期限与有效期", "Policy plans: due dates and expiries")


def calendar(found: Iterable[Coming], *, as_of: date, lang: Lang, alarm: int | None = None) -> bytes:
    """A calendar with one event for each duty or expiry and day, which lists the subjects that it concerns.

    An event has the same UID whenever it is made, and a higher sequence number the later `as_of` is, so that importing
    a calendar again updates what is there. `alarm` is how many days before each event a reminder is shown.
    """
    made = Calendar()
    made.add("prodid", f"-//policyengine//policyengine-rules {version('policyengine-rules')}//{lang.upper()}")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", CALENDAR.within(lang))
    for key, group in groupby(sorted(found, key=_key), key=_key):
        made.add_component(_event(list(group), key, as_of=as_of, lang=lang, alarm=alarm))
    data: bytes = made.to_ical()
    return data


def _key(one: Coming) -> tuple[date, Kind, str, str, str]:
    return one.day, one.kind, one.policy or "", one.rule or one.field or "", one.subject_kind


def _event(
    group: list[Coming],
    key: tuple[date, Kind, str, str, str],
    *,
    as_of: date,
    lang: Lang,
    alarm: int | None,
) -> Event:
    first = group[0]
    event = Event()
    event.add("uid", str(uuid5(EVENTS, "\n".join(map(str, key)))))
    event.add("dtstamp", datetime.combine(as_of, time(), UTC))
    event.add("sequence", as_of.toordinal())
    event.add("dtstart", first.day)
    event.add("dtend", first.day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", _summary(group, lang))
    event.add("description", "\n".join(_description(group, lang)))
    if alarm is not None:
        reminder = Alarm()
        reminder.add("action", "DISPLAY")
        reminder.add("description", _summary(group, lang))
        reminder.add("trigger", timedelta(days=-alarm))
        event.add_component(reminder)
    return event


def _summary(group: list[Coming], lang: Lang) -> str:
    first = group[0]
    words = (DUTY if first.kind is Kind.DUTY else EXPIRY).within(lang).format(what=first.what.within(lang))
    if len(group) == 1:
        return words if first.name is None else f"{words}：{first.name}" if lang == "zh" else f"{words}: {first.name}"
    return words + SEVERAL.within(lang).format(n=len(group), kind=first.subject_label.within(lang))


def _description(group: list[Coming], lang: Lang) -> Iterable[str]:
    first = group[0]
    for cite in first.citations:
        yield f"{cite.section}：“{cite.quote}”" if lang == "zh" else f"{cite.section}: “{cite.quote}”"
    if first.actor is not None:
        yield ACTOR.within(lang).format(actor=first.actor)
    for one in group[:MOST_LISTED]:
        named = one.subject if one.name is None else f"{one.subject} {one.name}"
        lacking = one.lacking.within(lang)
        yield f"{named}：{lacking}" if lacking and lang == "zh" else f"{named}: {lacking}" if lacking else named
    if len(group) > MOST_LISTED:
        yield MORE.within(lang).format(n=len(group) - MOST_LISTED)
