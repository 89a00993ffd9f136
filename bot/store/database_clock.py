"""The database's own clock, which all processes share, whatever their machines believe."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class database_milliseconds(FunctionElement[int]):  # noqa: N801 (an SQL function, in SQLAlchemy's way)
    """Unix milliseconds at the moment it is looked at."""

    type = BigInteger()
    inherit_cache = True


@compiles(database_milliseconds, "sqlite")
def _sqlite(_element: object, _compiler: SQLCompiler, **_: Any) -> str:
    return "CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)"


@compiles(database_milliseconds, "postgresql")
def _postgresql(_element: object, _compiler: SQLCompiler, **_: Any) -> str:
    return "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)"  # not now(): that is the transaction's begin
