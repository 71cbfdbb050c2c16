"""What the tests of the readers share."""

from __future__ import annotations

from ingest.model import Block, Content


def shown(content: Content) -> list[tuple[str, str]]:
    """Kind and text of each block."""
    return [(block.kind, block.clean.text) for block in content.blocks]


def texts(content: Content, kind: str | None = None) -> list[str]:
    """Text of each block (of one kind)."""
    return [block.clean.text for block in content.blocks if kind in (None, block.kind)]


def headings(content: Content) -> list[str | None]:
    """Heading of each section but the lead."""
    return [section.heading for section in content.sections[1:]]


def raw_quote(raw: str, block: Block) -> str:
    """The stretch of raw text that a block stands on."""
    span = block.clean.raw(0, len(block.clean.text))
    return raw[span.start : span.end]


def check_offsets(raw: str, content: Content) -> None:
    """Asserts what holds of every reader's blocks, whatever the text.

    Blocks stand in reading order and share no character; inside a block offsets increase and every
    character that is no space is the raw one (an entity stands at its ``&``); sections are where they say.
    """
    last = -1
    for block in content.blocks:
        assert block.clean.text == block.clean.text.strip() != ""
        for character, offset in zip(block.clean.text, block.clean.offsets, strict=True):
            assert offset > last
            last = offset
            if not character.isspace():
                assert raw[offset] in (character, "&")
        assert 0 <= block.section < len(content.sections)
    assert [section.ordinal for section in content.sections] == list(range(len(content.sections)))
    for section in content.sections:
        assert section.span.end <= len(raw)
        assert section.parent is None or 0 < section.parent < section.ordinal
