"""Lines of a raw text, with their positions."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE = re.compile("([^\n\r\x0b\x0c\x85\u2028\u2029]*)(\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]|$)")
_INVISIBLE = re.compile("[\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its ending; ``text`` is stripped, ``start`` and ``end`` are where it stands.

    A line of page furniture (see ``pages``) has no text; unlike a blank line it ends no paragraph.
    """

    text: str
    start: int
    end: int
    indent: int = 0
    after_form_feed: bool = False
    furniture: bool = False

    @property
    def blank(self) -> bool:
        return not self.text


def split_lines(text: str) -> tuple[Line, ...]:
    """All lines of ``text`` in order, blank ones too.

    ``start`` and ``end`` leave out white space around the line; ``indent`` is the width of the white
    space before it. A form feed ends a line and marks the next one as the first of a page.
    """
    lines: list[Line] = []
    after_form_feed = False
    for match in _LINE.finditer(text):
        raw = match.group(1)
        if not raw and not match.group(2):
            break
        stripped = raw.strip()
        start = match.start() + len(raw) - len(raw.lstrip())
        if not _INVISIBLE.sub("", stripped).strip():
            stripped = ""
        lines.append(
            Line(
                text=stripped,
                start=start if stripped else match.start(),
                end=start + len(stripped) if stripped else match.start(),
                indent=len(raw.expandtabs(4)) - len(raw.expandtabs(4).lstrip()) if stripped else 0,
                after_form_feed=after_form_feed,
            )
        )
        after_form_feed = match.group(2) == "\x0c"
    return tuple(lines)
