"""Unified social credit codes (GB 32100-2015), computed columnwise."""

import string

import polars as pl

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANIZATION_ALPHABET = string.digits + string.ascii_uppercase
CIVIL_AFFAIRS = "5"
CATEGORY = {"social_association": "1", "social_service_organization": "2", "foundation": "3"}
FREE_PLACES = 6  # characters 11 to 16; 9 and 10 are `MJ`, as in codes given out by civil affairs authorities
SCRAMBLE = 472_882_027  # prime, so that consecutive numbers give codes that look unrelated and never collide


def credit_codes(number: pl.Expr, kind: pl.Expr, division: pl.Expr) -> pl.Expr:
    """Valid codes for rows numbered from 0 (below 31**6, about 887 million), of a legal form and a county code."""
    scrambled = (number.cast(pl.UInt64) * pl.lit(SCRAMBLE, pl.UInt64)) % pl.lit(len(ALPHABET) ** FREE_PLACES, pl.UInt64)
    free = [(scrambled // len(ALPHABET) ** place) % len(ALPHABET) for place in reversed(range(FREE_PLACES))]
    head = [_digit(CIVIL_AFFAIRS), _looked_up(kind, CATEGORY)]
    places = [division.str.slice(place, 1).cast(pl.Int64) for place in range(6)]
    body = [_digit("M"), _digit("J"), *(value.cast(pl.Int64) for value in free)]
    organization_check = _organization_check(body)
    values = [*head, *places, *body, organization_check]
    check = (len(ALPHABET) - _weighted(values, [pow(3, place, 31) for place in range(17)]) % 31) % 31
    characters = pl.lit(pl.Series(list(ALPHABET)))
    return pl.concat_str([characters.gather(value) for value in (*values, check)])


def _digit(character: str) -> pl.Expr:
    return pl.lit(ALPHABET.index(character), pl.Int64)


def _looked_up(word: pl.Expr, values: dict[str, str]) -> pl.Expr:
    numbers = [ALPHABET.index(value) for value in values.values()]
    return word.replace_strict(list(values), numbers, return_dtype=pl.Int64)


def _organization_check(body: list[pl.Expr]) -> pl.Expr:
    """The check character of the organization code within (GB 11714), as an index into the alphabet."""
    plain = pl.lit(pl.Series([ORGANIZATION_ALPHABET.index(character) for character in ALPHABET]))
    remainder = (11 - _weighted([plain.gather(value) for value in body], [3, 7, 9, 10, 5, 8, 4, 2]) % 11) % 11
    return pl.when(remainder == 10).then(_digit("X")).otherwise(remainder)


def _weighted(values: list[pl.Expr], weights: list[int]) -> pl.Expr:
    return pl.sum_horizontal([value * weight for value, weight in zip(values, weights, strict=True)])
