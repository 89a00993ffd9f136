"""What all tables share: one metadata, and the columns that each has."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, MetaData, Text
from sqlalchemy import text as sql

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


# A button's number can have 15 digits; SQLite's own row numbers are that wide already, and only as INTEGER.
Number = BigInteger().with_variant(Integer(), "sqlite")


def row_number() -> Column[int]:
    return Column("id", Number, primary_key=True)


def text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def flag(name: str) -> Column[bool]:
    """No, unless it is said; it came later than the rows."""
    return Column(name, Boolean, nullable=False, server_default=sql("false"))


def part_of(owner: str) -> Column[int]:
    """The row's owner, with which it goes."""
    return Column(f"{owner}_id", ForeignKey(f"{owner}.id", ondelete="CASCADE"), nullable=False)
