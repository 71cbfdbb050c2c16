"""Errors that stop a build, each told in one line: what happened, where, and what to do about it."""

from __future__ import annotations


class AttestError(Exception):
    """Base of all errors that a person can act on.

    Args:
        what: What happened, without a final full stop.
        where: The file, folder or row it happened to.
        do: What to do about it.
    """

    def __init__(self, what: str, *, where: object = None, do: str | None = None) -> None:
        self.what = what
        self.where = None if where is None else str(where)
        self.do = do
        super().__init__(what)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where is not None else ""
        remedy = f"; {self.do}" if self.do is not None else ""
        return " ".join(f"{place}{self.what}{remedy}".split())


class UsageError(AttestError):
    """The command was called wrongly; nothing was read or built."""


class BuildError(AttestError):
    """The warehouse was not built; the published file is as it was."""


class LockedError(BuildError):
    """Somebody else builds or writes the same warehouse."""


class AuditError(BuildError):
    """The warehouse was built aside and failed its own tests.

    Args:
        findings: One line per failed test, in an analyst's words.
    """

    def __init__(self, findings: tuple[str, ...], *, where: object, do: str) -> None:
        self.findings = findings
        count = len(findings)
        super().__init__(
            f"{count} test{'s' if count != 1 else ''} of the new warehouse failed, so it was not published",
            where=where,
            do=do,
        )
