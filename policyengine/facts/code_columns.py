"""The schemes of `vocabulary/codes.py` over whole columns; held equal to them by tests."""

import polars as pl

from policyengine.vocabulary.codes import SCHEMES

USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28, 1)
DIGITS_ONLY = range(1, 8)
SKIPPED_LETTERS = "IOSV"
POSITIONS = [str(position) for position in range(len(USCC_WEIGHTS))]


def wrong_form(scheme: str, column: pl.Expr) -> pl.Expr:
    """Where a known code does not have the scheme's form; null where there is no code."""
    return ~column.str.contains(f"^{SCHEMES[scheme].pattern}$")


def wrong_check_digit(scheme: str, column: pl.Expr) -> pl.Expr:
    """Where a code of the right form ends in a digit that does not follow from the others; null elsewhere.

    GB 32100: the weighted sum of all eighteen values, the last with weight 1, is divisible by 31.
    """
    if not SCHEMES[scheme].check_digit:
        return pl.lit(None, dtype=pl.Boolean)
    well_formed = pl.when(~wrong_form(scheme, column)).then(column)
    return well_formed.map_batches(_not_divisible, return_dtype=pl.Boolean, is_elementwise=True)


def _not_divisible(codes: pl.Series) -> pl.Series:
    """Over one batch, so that the eighteen characters are taken apart once."""
    characters = codes.cast(pl.Binary).bin.reinterpret(dtype=pl.Array(pl.UInt8, len(POSITIONS)))
    columns = characters.arr.to_struct(POSITIONS).struct.unnest().with_columns(pl.all().cast(pl.Int16))
    weighted = [_value(position) * weight for position, weight in enumerate(USCC_WEIGHTS)]
    return columns.select((pl.sum_horizontal(weighted, ignore_nulls=False) % 31 != 0).alias(codes.name)).to_series()


def _value(position: int) -> pl.Expr:
    """A character's place in the alphabet of GB 32100, from its ASCII code."""
    character = pl.col(POSITIONS[position])
    if position in DIGITS_ONLY:
        return character - ord("0")
    skipped = [(character > ord(letter)).cast(pl.Int16) for letter in SKIPPED_LETTERS]
    letter = character - (ord("A") - 10) - sum(skipped[1:], start=skipped[0])
    return pl.when(character <= ord("9")).then(character - ord("0")).otherwise(letter)
