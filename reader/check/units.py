"""Units of measure: which one stands after a number, and whether two measures are the same in other units."""

from fractions import Fraction
from typing import NamedTuple

from reader.check.marks import Mark, Token

PERCENT, POINTS = "%", "% points"
_TOLERANCE = Fraction(5, 100)
"""By how much a converted value may be rounded."""


class _Unit(NamedTuple):
    """A unit as so many of the dimension's own: 1 mile is 1609 m."""

    dimension: str
    size: Fraction


_SIZES = """
km length 1000: km kms kilometer kilometre kilometers kilometres
m length 1: meter metre meters metres
cm length 0.01: cm sentimeter centimeter centimetre centimeters centimetres senti
mm length 0.001: mm milimeter millimeter millimetre millimeters millimetres
mi length 1609.344: mil mile miles mi
ft length 0.3048: kaki foot feet ft
in length 0.0254: inci inch inches
yd length 0.9144: yard yards yd
ha area 10000: hektar hektare hectare hectares ha
ac area 4046.86: ekar acre acres
kg mass 1000: kg kilogram kilograms kilo kilos kilogramme kilogrammes
g mass 1: gram grams gramme grammes
mg mass 0.001: mg miligram milligram milligrams
t mass 1000000: ton tons tonne tonnes
q mass 100000: kuintal kwintal quintal quintals
lb mass 453.592: lb lbs
l volume 1: liter litre liters litres
ml volume 0.001: ml mililiter milliliter millilitre milliliters millilitres
bbl volume 158.987: barel barrel barrels
gal volume 3.785: galon gallon gallons
s time 1: detik second seconds secs sec
min time 60: menit minute minutes mins
h time 3600: jam hour hours hrs hr
d time 86400: hari day days
wk time 604800: minggu pekan week weeks
mo time 2629800: bulan month months
yr time 31557600: tahun year years yr yrs
decade time 315576000: dekade dasawarsa decade decades
century time 3155760000: abad century centuries
km/h speed 1: kph kmh kpj
mph speed 1.609344: mph mpj
kn speed 1.852: knot knots
W power 1: watt watts
kW power 1000: kw kilowatt kilowatts
MW power 1000000: mw megawatt megawatts
GW power 1000000000: gw gigawatt gigawatts
kWh energy 1: kwh
MWh energy 1000: mwh
GWh energy 1000000: gwh
V voltage 1: volt volts
MB data 1: mb megabyte megabytes
GB data 1000: gb gigabyte gigabytes
TB data 1000000: tb terabyte terabytes
"""
_DERIVED = {
    "hourly": "h",
    "harian": "d",
    "daily": "d",
    "mingguan": "wk",
    "weekly": "wk",
    "bulanan": "mo",
    "monthly": "mo",
    "tahunan": "yr",
    "yearly": "yr",
    "annual": "yr",
    "annually": "yr",
    "annum": "yr",
}
_UNITS: dict[str, _Unit] = {}
_NAMES: dict[str, str] = {}
for _row in _SIZES.strip().splitlines():
    _head, _, _words = _row.partition(": ")
    _unit, _dimension, _size = _head.split()
    _UNITS[_unit] = _Unit(_dimension, Fraction(_size))
    _NAMES.update(dict.fromkeys(_words.split(), _unit))
for _length in ("km", "m", "cm", "mi", "ft", "in", "yd"):
    _UNITS[f"{_length}2"] = _Unit("area", _UNITS[_length].size ** 2)
    _UNITS[f"{_length}3"] = _Unit("volume", _UNITS[_length].size ** 3 * 1000)
for _length in ("km", "mi"):
    _UNITS[f"{_length}/h"] = _Unit("speed", _UNITS[_length].size / 1000)

_SQUARE = frozenset({"square", "sq", "persegi"})
_CUBIC = frozenset({"cubic", "cu", "kubik"})
_PER = frozenset({"per", "an", "a", "/"})
_HOUR = frozenset({"jam", "j", "hour", "hours", "h", "hr"})
_SCALES = {"celsius": "°C", "c": "°C", "fahrenheit": "°F", "f": "°F"}


def unit_at(tokens: list[Token], index: int) -> str:
    """The unit that the tokens from `index` on name; "" if none. A hyphen before it does not matter."""
    if _low(tokens, index) in ("-", "."):
        index += 1
    word = _low(tokens, index)
    if word in ("derajat", "degree", "degrees", "°", "º"):
        return _degrees(tokens, index + 1)
    if word in ("poin", "point", "points"):
        return POINTS if _low(tokens, index + 1).startswith("persen") else ""
    power = _power(word)
    if power:
        index += 1
        index += _low(tokens, index) in ("-", ".")
    unit = _NAMES.get(_low(tokens, index), "")
    if unit in ("km", "mi") and _low(tokens, index + 1) in _PER and _low(tokens, index + 2) in _HOUR:
        return f"{unit}/h"
    if unit in ("kW", "MW", "GW"):
        following = index + 2 if _low(tokens, index + 1) == "-" else index + 1
        return f"{unit}h" if _low(tokens, following) in _HOUR else unit
    squared = f"{unit}{power or _power(_low(tokens, index + 1))}"
    return squared if squared in _UNITS else unit


def written(unit: str, tokens: list[Token], index: int) -> str:
    """How the sentence writes a unit of time that the tokens from `index` on name; other units are read as they are."""
    if not is_time(unit):
        return unit
    return next((token.text for token in tokens[index : index + 2] if _NAMES.get(token.low) == unit), "")


def unit_in(word: str) -> str:
    """The unit in an Indonesian word for one of it: `sepekan`, `setahun`; "" if none."""
    return _NAMES.get(word[2:], "") if word.startswith("se") else ""


def is_time(unit: str) -> bool:
    """Whether it measures time."""
    return unit in _UNITS and _UNITS[unit].dimension == "time"


def mentioned(tokens: list[Token]) -> set[str]:
    """The units that the tokens name, with or without a number."""
    found = {_NAMES.get(token.low) or _DERIVED.get(token.low) or unit_in(token.low) for token in tokens}
    return {unit for unit in found if unit}


def agree(one: str, other: str) -> bool:
    """Whether two units may be the same: degrees of no stated scale are any degrees; no unit contradicts none."""
    return one == other or not one or not other or ("°" in (one, other) and one[:1] == other[:1] == "°")


def convertible(one: Mark, other: Mark) -> bool:
    """Whether the two say the same measure, each in its own unit, rounding apart."""
    if one.value is None or other.value is None or not one.unit or not other.unit:
        return False
    if {one.unit, other.unit} == {"°C", "°F"}:
        celsius, fahrenheit = (one.value, other.value) if one.unit == "°C" else (other.value, one.value)
        return abs(celsius * 9 / 5 + 32 - fahrenheit) <= 2
    left, right = _UNITS.get(one.unit), _UNITS.get(other.unit)
    if left is None or right is None or left.dimension != right.dimension:
        return False
    here, there = one.value * left.size, other.value * right.size
    return abs(here - there) <= _TOLERANCE * max(abs(here), abs(there))


def is_one(mark: Mark, units: set[str]) -> bool:
    """Whether the mark's measure is just one of a larger unit of time that is among `units`: `12 bulan`, "a year"."""
    if mark.value is None or not is_time(mark.unit):
        return False
    size = mark.value * _UNITS[mark.unit].size
    return any(unit != mark.unit and is_time(unit) and _UNITS[unit].size == size for unit in units)


def _degrees(tokens: list[Token], index: int) -> str:
    return _SCALES.get(_low(tokens, index), "°")


def _power(word: str) -> str:
    return "2" if word in _SQUARE else "3" if word in _CUBIC else ""


def _low(tokens: list[Token], index: int) -> str:
    return tokens[index].low if index < len(tokens) else ""
