"""A dependency parse as plain Python objects.

spaCy builds a new object at each look at a token and looks each of its strings up anew. Rules look at every token
hundreds of times, so the parse is copied once into objects whose attributes are there. Attributes are named as spaCy
names them and mean the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final
from unicodedata import category

from spacy.tokens import Doc

_COPIED: Final = ("ORTH", "LOWER", "LEMMA", "POS", "TAG", "DEP")


class Parse(tuple["Token", ...]):
    """The tokens of one passage in text order; a slice of it is a plain tuple."""

    __slots__ = ()


class Token:
    """One token of a parse. Two tokens are equal when they are the same one."""

    def __init__(self, i: int, text: str, lower: str, lemma: str, pos: str, tag: str, dep: str) -> None:
        self.i = i
        self.text = text
        self.lower_ = lower
        self.lemma_ = lemma
        self.pos_ = pos
        self.tag_ = tag
        self.dep_ = dep
        self.head: Token = self
        self.children: tuple[Token, ...] = ()
        self.doc: Parse = Parse()

    def __repr__(self) -> str:
        return self.text

    def __len__(self) -> int:
        return len(self.text)

    @property
    def is_punct(self) -> bool:
        """Whether every character is punctuation."""
        return all(category(character)[0] == "P" for character in self.text)

    @property
    def is_title(self) -> bool:
        return self.text.istitle()

    @property
    def lefts(self) -> tuple[Token, ...]:
        """Children before the token, in text order."""
        return tuple(child for child in self.children if child.i < self.i)

    @property
    def rights(self) -> tuple[Token, ...]:
        """Children behind the token, in text order."""
        return tuple(child for child in self.children if child.i > self.i)

    @property
    def ancestors(self) -> Iterator[Token]:
        """The head, its head and so on up to the root."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    @cached_property
    def subtree(self) -> tuple[Token, ...]:
        """The token and all below it, in text order."""
        found, waiting = [], [self]
        while waiting:
            token = waiting.pop()
            found.append(token)
            waiting.extend(token.children)
        return tuple(sorted(found, key=lambda token: token.i))

    @property
    def left_edge(self) -> Token:
        """The first token of the subtree."""
        return self.subtree[0]

    def nbor(self, step: int = 1) -> Token:
        """The token ``step`` places on.

        Raises:
            IndexError: There is none.
        """
        if self.i + step < 0:
            raise IndexError(f"no token stands {-step} before token {self.i}")
        return self.doc[self.i + step]


def copied(doc: Doc) -> Parse:
    """The tokens of a parsed, lemmatised spaCy document."""
    strings = doc.vocab.strings
    rows: Sequence[Sequence[int]] = doc.to_array(list(_COPIED)).tolist()
    heads: Sequence[int] = doc.to_array(["HEAD"]).astype("int64").reshape(-1).tolist()
    tokens = [Token(i, *(strings[value] if value else "" for value in row)) for i, row in enumerate(rows)]
    parse = Parse(tokens)
    children: list[list[Token]] = [[] for _ in tokens]
    for token, step in zip(tokens, heads, strict=True):
        token.doc = parse
        if step:
            token.head = tokens[token.i + step]
            children[token.head.i].append(token)
    for token, below in zip(tokens, children, strict=True):
        token.children = tuple(below)
    return parse
