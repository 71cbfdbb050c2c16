"""One warehouse of all answered documents for every test that measures."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden.floors import build_all


@pytest.fixture(scope="session")
def golden_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documents of all sets in one warehouse; its tests run in the group ``golden``, so that it is built once."""
    return build_all(tmp_path_factory.mktemp("golden") / "warehouse.duckdb")
