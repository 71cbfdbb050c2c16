"""From a file's bytes to the text that is stored, without altering a character.

Stored text is the file decoded, minus a byte order mark; line endings stay as they are. Text is UTF-8,
or UTF-16/UTF-32 where a byte order mark says so. Anything else is refused: single-byte encodings
(windows-1251, windows-1254, …) cannot be told apart with certainty, and a wrong guess would silently
change the letters of names.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Literal

from ingest.model import RejectCode

LineEnding = Literal["lf", "crlf", "cr", "mixed", "none"]

MAX_CONTROL_SHARE = 0.01
"""Largest share of control characters (other than white space) in something that is still text."""

SPARED_CONTROLS = 3
"""So many stray control characters are no sign of a binary file, however short it is."""

_BOMS: tuple[tuple[bytes, str], ...] = (
    # UTF-32's mark begins with UTF-16's, so it is tried first.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF file; save its text and read that"),
    (b"PK\x03\x04", "a ZIP or office file; unpack it or save it as plain text"),
    (b"\xd0\xcf\x11\xe0", "an office file; save it as plain text"),
    (b"{\\rtf", "an RTF file; save it as plain text"),
    (b"\x1f\x8b", "a gzip file; unpack it first"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f]")
_CONTROL_BYTES = bytes(code for code in (*range(0x09), *range(0x0E, 0x1C), 0x7F))
_INVISIBLE = "\ufeff\u200b\u2060"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text and what was recorded of its bytes."""

    text: str
    has_bom: bool
    line_ending: LineEnding


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why bytes are no text: a reason code and one line."""

    code: RejectCode
    message: str


def decode(data: bytes) -> Decoded | Refusal:
    """The text in ``data``, or why there is none.

    Args:
        data: A whole file.

    Returns:
        The text with its byte order mark taken off and everything else as it is; a ``Refusal`` with code
        ``empty`` (nothing but white space), ``binary`` (a known binary format, NULs, or more than one
        control character in a hundred) or ``undecodable`` (not UTF-8, and no byte order mark).
    """
    if not data:
        return Refusal("empty", "the file is empty")
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            return Refusal("binary", f"the file is not text but {what}")
    bom, encoding = next(((mark, name) for mark, name in _BOMS if data.startswith(mark)), (b"", "utf-8"))
    body = data[len(bom) :]
    if encoding == "utf-8":
        # Before decoding: a binary file is rarely valid UTF-8, and "binary" is the better reason then.
        if b"\x00" in body:
            return Refusal("binary", f"the file is not text: it has a NUL byte at position {data.index(0)}")
        if _too_many(len(body) - len(body.translate(None, _CONTROL_BYTES)), len(body)):
            return Refusal("binary", "the file is not text: it is full of control characters")
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        position = len(bom) + error.start
        shown = f"byte 0x{data[position]:02x} at position {position}: {error.reason}"
        remedy = "save it as UTF-8" if bom else "convert it first, for example with iconv -f WINDOWS-1252 -t UTF-8"
        return Refusal("undecodable", f"the file is not {encoding.upper()} ({shown}); {remedy}")
    if "\x00" in text or _too_many(len(_CONTROL.findall(text)), len(text)):
        return Refusal("binary", "the file is not text: it is full of control characters")
    if not text.translate(dict.fromkeys(map(ord, _INVISIBLE))).strip():
        return Refusal("empty", "the file holds nothing but white space")
    return Decoded(text=text, has_bom=bool(bom), line_ending=line_ending(text))


def line_ending(text: str) -> LineEnding:
    """Which line endings ``text`` has; ``mixed`` where it has more than one kind."""
    crlf = text.count("\r\n")
    found = {
        "crlf": crlf,
        "lf": text.count("\n") - crlf,
        "cr": text.count("\r") - crlf,
    }
    kinds = [kind for kind, count in found.items() if count]
    if not kinds:
        return "none"
    if len(kinds) > 1:
        return "mixed"
    return "crlf" if kinds == ["crlf"] else "lf" if kinds == ["lf"] else "cr"


def _too_many(controls: int, length: int) -> bool:
    return controls > MAX_CONTROL_SHARE * length + SPARED_CONTROLS
