"""Attest: documents about protest and repression in, a cited DuckDB warehouse out."""

__version__ = "0.1.0"
