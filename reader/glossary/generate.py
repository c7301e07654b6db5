"""Makes the built-in glossary: `python -m reader.glossary.generate` writes `data/built_in.json`.

It is made of the TOML files in `data`, written by hand, and of the names that Unicode's CLDR has in both languages:
countries and territories, languages, currencies, months and days. `data/cldr/regions.toml` adds what CLDR does not
know of countries. Needs babel, which the program itself does not.
"""

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from babel import Locale
from babel.numbers import get_territory_currencies

from reader.glossary.builtin import FILE
from reader.glossary.files import read_terms
from reader.glossary.terms import Term, merged
from reader.glossary.toml import fields_of

CLDR: Final = "47"
"""The version that the file was made from; babel says which one it has."""
DATA: Final = Path(__file__).parent / "data"
_NO_REGIONS: Final = frozenset({"AQ", "EU", "EZ", "HK", "MO", "CD", "CG", "QO", "UM", "UN", "XA", "XB", "ZZ"})
"""Not countries, or with a name in CLDR that no newspaper prints; these are in the TOML files."""
_OWN_NAMES: Final = {"PS": "Palestina", "GB": "Inggris", "US": "AS"}
"""What a newspaper calls the country first."""
_OWN_TARGETS: Final = {"PS": "Palestine", "GB": "Britain", "US": "US", "TR": "Turkey"}
_MAY: Final = ("bulan", "pada", "awal", "akhir", "pertengahan", "sejak", "hingga", "sampai", "selama", "tanggal 1")
"""`Mei` is a given name too, so that one of these has to stand before it."""
_SUNDAY: Final = ("hari Minggu", "pada Minggu", "Minggu pagi", "Minggu siang", "Minggu sore", "Minggu malam",
                  "Minggu dini hari")  # fmt: skip
"""`minggu` is a week."""
_BRACKETS: Final = re.compile(r"\s*\(([^)]*)\)")


def terms() -> tuple[Term, ...]:
    """The whole built-in glossary; what is written by hand goes over CLDR."""
    by_hand = [read_terms(path) for path in sorted(DATA.glob("*.toml"))]
    return merged([without(cldr(), [term for layer in by_hand for term in layer]), *by_hand])


def cldr() -> tuple[Term, ...]:
    """The terms that CLDR gives."""
    indonesian, english = Locale("id"), Locale("en")
    return (
        *_regions(indonesian, english),
        *_languages(indonesian, english),
        *_currencies(indonesian, english),
        *_calendar(indonesian, english),
    )


def without(generated: tuple[Term, ...], by_hand: list[Term]) -> tuple[Term, ...]:
    """`generated` without the wordings that an entry written by hand has."""
    taken = {form.casefold() for term in by_hand for form in term.forms}
    kept = []
    for term in generated:
        forms = [form for form in term.forms if form.casefold() not in taken]
        if forms:
            kept.append(term.model_copy(update={"source": forms[0], "variants": tuple(forms[1:])}))
    return tuple(kept)


def as_json() -> str:
    """The file: an array of terms, one a line."""
    lines = (json.dumps(fields_of(term), ensure_ascii=False) for term in terms())
    return "[\n" + ",\n".join(lines) + "\n]\n"


def _regions(indonesian: Locale, english: Locale) -> Iterator[Term]:
    known: dict[str, dict[str, list[str]]] = tomllib.loads((DATA / "cldr" / "regions.toml").read_text(encoding="utf-8"))
    for code, name in sorted(indonesian.territories.items()):
        target = english.territories.get(code)
        if not re.fullmatch("[A-Z]{2}", code) or code in _NO_REGIONS or not target:
            continue
        more = known.get(code, {})
        names = [_OWN_NAMES.get(code, ""), *_spellings(name, indonesian=True), *more.get("variants", [])]
        targets = [_OWN_TARGETS.get(code, ""), *_spellings(target), *more.get("accept", [])]
        yield _term(names, targets, kind="place")


def _languages(indonesian: Locale, english: Locale) -> Iterator[Term]:
    for code, name in sorted(indonesian.languages.items()):
        target = english.languages.get(code)
        if not re.fullmatch("[a-z]{2,3}", code) or not target or not _is_plain(name):
            continue
        forms = [
            form for plain in _spellings(name, indonesian=True) for form in (f"bahasa {plain}", f"berbahasa {plain}")
        ]
        speakers = [f"{target}-speaking", f"{target} language", *(["Bahasa Indonesia"] if code == "id" else [])]
        yield _term(forms, [*_spellings(target), *speakers])


def _currencies(indonesian: Locale, english: Locale) -> Iterator[Term]:
    """The currencies in use. `5 dolar AS` may well become `$5`, so that none has to be there."""
    used = {code for region in indonesian.territories for code in _currencies_of(str(region))}
    for code in sorted(used):
        name, target = indonesian.currencies.get(code), english.currencies.get(code)
        if not name or not target or " " not in name:
            continue
        unit, _, country = name.partition(" ")
        small = target.rpartition(" ")[2].lower()
        whole = f"{target.rpartition(' ')[0]} {small}".strip()
        forms = [f"{unit.lower()} {country}"]
        if code == "USD":
            forms += ["dolar AS", "dolar Amerika"]
        if code == "GBP":
            forms += ["poundsterling", "pound sterling"]
        accept = ["pound sterling", "sterling", "pound"] if code == "GBP" else [small]
        yield _term(forms, [whole, *accept], enforce=False)


def _currencies_of(region: str) -> list[str]:
    return [str(code) for code in get_territory_currencies(region)] if re.fullmatch("[A-Z]{2}", region) else []


def _calendar(indonesian: Locale, english: Locale) -> Iterator[Term]:
    for kind in ("months", "days"):
        for number, name in sorted(getattr(indonesian, kind)["format"]["wide"].items()):
            target = getattr(english, kind)["format"]["wide"][number]
            short = getattr(english, kind)["format"]["abbreviated"][number]
            forms = [name]
            if name == "Mei":
                forms = [f"{word} {name}" for word in _MAY]
            elif name == "Minggu":
                forms = list(_SUNDAY)
            elif name == "Jumat":
                forms.append("Jum'at")
            yield _term(forms, [target, short], case="capital")


def _spellings(name: str, *, indonesian: bool = False) -> list[str]:
    """`name` as a newspaper writes it, without what stands in brackets, which is another name."""
    found = [_BRACKETS.sub("", name), *_BRACKETS.findall(name)]
    written = [text.replace(" & ", " dan " if indonesian else " and ") for text in found]
    return [*(re.sub(r"^St\. ", "Saint ", text) for text in written), *written]


def _is_plain(name: str) -> bool:
    """Whether `name` names one language and not a way of writing it: no brackets, no comma, no `bahasa` of its own."""
    return not re.search(r"[(),]|^bahasa\b", name, re.IGNORECASE)


def _term(names: list[str], targets: list[str], **more: Any) -> Term:
    forms, wordings = (list(dict.fromkeys(filter(None, texts))) for texts in (names, targets))
    return Term(source=forms[0], variants=tuple(forms[1:]), target=wordings[0], accept=tuple(wordings[1:]), **more)


def main() -> None:
    """Write the file."""
    text = as_json()
    (DATA / FILE).write_text(text, encoding="utf-8")
    sys.stdout.write(f"{DATA / FILE}: {len(json.loads(text))} terms\n")


if __name__ == "__main__":
    main()
