"""Hard-wrapped pages: what was one line is one again, and what was two stays two."""

from textwrap import wrap

import pytest

from reader.article import to_article
from reader.article.page import lines_of
from reader.article.wrap import unwrap
from reader.document import Kind, Source

SOURCE = Source(name="a.txt")
PROSE = (
    "Petugas memeriksa tanggul sepanjang dua kilometer sejak pagi dan menemukan tiga titik yang rawan, semuanya di "
    "dekat pintu air yang dibangun empat puluh tahun lalu.",
    "Warga di hilir diminta memindahkan perahu ke tempat yang lebih tinggi sebelum malam, sedangkan ternak dibawa ke "
    "lapangan di belakang balai desa, kata kepala dinas setempat pada Rabu (19/6/2024).",
    "Bantuan makanan dibagikan di balai desa kepada empat puluh keluarga yang rumahnya terendam sejak awal pekan ini.",
)


def wrapped(text: str, width: int) -> str:
    return "\n".join("\n".join(wrap(line, width, break_on_hyphens=False)) for line in text.split("\n"))


@pytest.mark.parametrize("width", range(50, 100, 7))
def test_wrapped_paragraphs_are_whole_again(width: int) -> None:
    text = wrapped("\n\n".join(PROSE), width)
    assert [line.text for line in unwrap(lines_of(text))] == list(PROSE)


@pytest.mark.parametrize("width", [58, 66, 74])
def test_an_indent_counts_to_the_width(width: int) -> None:
    indented = "\n\n".join("\n".join(wrap(text, width, initial_indent="    ")) for text in PROSE)
    assert [line.text for line in unwrap(lines_of(indented))] == list(PROSE)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Tanggul Sungai di Hilir Diperiksa Lagi Setelah Hujan Deras", "Rabu, 19 Juni 2024 08:11 WIB"),
        ("Tanggul Sungai di Hilir Diperiksa Lagi Setelah Hujan Deras", "Penulis: Tania Lubis Harahap"),
        ("Tanggul Sungai di Hilir Diperiksa Lagi Setelah Hujan Deras", "Tiga titik yang rawan ditemukan petugas"),
        ("Petugas berdiri di atas tanggul di hilir. Foto: Dok. Dinas", "Bagikan artikel"),
        ("Petugas berdiri di tanggul. Foto: Dok. Dinas Pengairan", "SEMARANG - Petugas memeriksa tanggul itu."),
        ("Baca juga: Pintu Air Tua di Hilir Diganti Tahun Depan", "Warga diminta pindah sebelum malam tiba."),
        ("1. Pindahkan perahu ke tempat yang lebih tinggi dahulu", "2. Bawa ternak ke lapangan"),
    ],
)
def test_two_things_stay_two(above: str, below: str) -> None:
    """However well the second would have been what did not fit on the first."""
    text = f"{above}\n{below}\n\n{wrapped(chr(10).join(PROSE), len(above))}"
    assert [line.text for line in unwrap(lines_of(text))][:2] == [above, below]


def test_the_rest_of_a_wrapped_link_goes_with_it() -> None:
    link = "Baca juga: Pintu Air Tua di Hilir Diganti\ndi Tengah Musim Hujan"
    text = "\n\n".join(["SEMARANG - " + PROSE[0], PROSE[1], link, PROSE[2]])
    article = to_article(text.encode(), SOURCE)
    assert [paragraph.text for paragraph in article.paragraphs] == list(PROSE)


def test_a_lead_that_a_link_has_cut_is_whole() -> None:
    lead = PROSE[0].replace(" sejak pagi ", "\nsejak pagi\n")
    text = "\n\n".join(["Tanggul Sungai Diperiksa Lagi", lead, *PROSE[1:]])
    article = to_article(text.encode(), SOURCE)
    assert [(paragraph.kind, paragraph.text) for paragraph in article.paragraphs] == [
        (Kind.BODY, text) for text in PROSE
    ]


@pytest.mark.parametrize("between", ["\n\n", "  "], ids=["blank lines", "double spaces"])
def test_a_gap_after_every_line_says_nothing_where_it_tears_sentences(between: str) -> None:
    text = f"Tanggul Sungai Diperiksa Lagi\nSEMARANG - {wrapped(chr(10).join(PROSE), 70)}"
    article = to_article(text.replace("\n", between).encode(), SOURCE)
    assert article.city == "SEMARANG"
    assert [paragraph.text for paragraph in article.paragraphs] == list(PROSE)
