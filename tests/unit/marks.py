"""How a table of examples says that one of them fails today."""

from __future__ import annotations

from typing import Any

import pytest


def fails_today(*values: Any, reason: str) -> Any:
    """An example that fails, and why; when it passes, its test fails until this mark is taken away."""
    return pytest.param(*values, marks=pytest.mark.xfail(reason=reason, strict=True))
