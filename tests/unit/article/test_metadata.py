"""Datelines, dates, bylines and outlets, line by line."""

from datetime import datetime, timedelta, timezone

import pytest

from reader.article.dates import find_date, parse_date, parse_iso
from reader.article.metadata import (
    copyright_outlet,
    leading_brand,
    read_byline,
    read_dateline,
    without_outlet,
)

TEXT = "Presiden membuka sidang itu pada Senin pagi."


@pytest.mark.parametrize(
    ("dateline", "city", "outlet"),
    [
        ("MOSKOW - ", "MOSKOW", None),
        ("MOSKOW -", "MOSKOW", None),
        ("MOSKOW- ", "MOSKOW", None),
        ("Jakarta — ", "Jakarta", None),
        ("HARIANJOGJA.COM, JOGJA—", "JOGJA", "HARIANJOGJA"),
        ("Berita Baru, Moskow – ", "Moskow", "Berita Baru"),
        ("Koran Anu, Bandung – ", "Bandung", "Koran Anu"),
        ("JAKARTA, KOMPAS.com - ", "JAKARTA", "KOMPAS"),
        ("KOMPAS.com - ", None, "KOMPAS"),
        ("TEMPO.CO, Jakarta - ", "Jakarta", "TEMPO.CO"),
        ("TEMPO.CO, Jakarta -", "Jakarta", "TEMPO.CO"),
        ("Liputan6.com, Jakarta ", "Jakarta", "Liputan6"),
        ("Liputan6.com, Kuala Lumpur ", "Kuala Lumpur", "Liputan6"),
        ("Liputan6.com, Jakarta - ", "Jakarta", "Liputan6"),
        ("Jakarta, CNN Indonesia -- ", "Jakarta", "CNN Indonesia"),
        ("Jakarta (ANTARA) - ", "Jakarta", "ANTARA"),
        ("REPUBLIKA.CO.ID, JAKARTA -- ", "JAKARTA", "REPUBLIKA.CO.ID"),
        ("TRIBUNNEWS.COM, BANDA ACEH - ", "BANDA ACEH", "TRIBUNNEWS"),
        ("Denpasar, Bali - ", "Denpasar, Bali", None),
        ("Port-au-Prince - ", "Port-au-Prince", None),
        ("WASHINGTON DC - ", "WASHINGTON DC", None),
        ("Rio de Janeiro - ", "Rio de Janeiro", None),
        ("Jakarta, 2 Maret 2026 - ", "Jakarta", None),
        ("Yogyakarta: ", "Yogyakarta", None),
        ("KBRN, Jayapura: ", "Jayapura", "KBRN"),
        ("MEDAN (Waspada): ", "MEDAN", "Waspada"),
    ],
)
def test_dateline(dateline: str, city: str | None, outlet: str | None) -> None:
    found = read_dateline(dateline + TEXT)
    assert found is not None
    assert (found.city, found.outlet, found.rest) == (city, outlet, TEXT)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "Presiden: Sidang itu dibuka pada Senin pagi.",
        "Pesannya: Sidang itu dibuka pada Senin pagi.",
        "Menteri itu - yang baru dilantik - menolak.",
        "Anti-Rusia menjadi semboyan mereka.",
        "Kedua negara, kata dia, sepakat - Rusia dan Ukraina.",
        "“Kami siap – selalu,” katanya.",
        "",
        "-",
        "- - -",
        "Pada 2022 - Tahun itu berat.",
    ],
)
def test_no_dateline(text: str) -> None:
    assert read_dateline(text) is None


def test_the_known_outlet_tells_its_name_from_a_place() -> None:
    found = read_dateline("Jakarta, Suara Nusa -- " + TEXT, "Suara Nusa")
    assert found is not None
    assert (found.city, found.outlet) == ("Jakarta", "Suara Nusa")


def zone(hours: float) -> timezone:
    return timezone(timedelta(hours=hours))


@pytest.mark.parametrize(
    ("line", "when"),
    [
        ("Kamis, 23 Desember 2021 - 00:46 WIB", datetime(2021, 12, 23, 0, 46, tzinfo=zone(7))),
        ("Jum'at, 21 Januari 2022 - 21:00 WIB", datetime(2022, 1, 21, 21, 0, tzinfo=zone(7))),
        ("Jumat, 21 Jan 2022 21.00 WITA", datetime(2022, 1, 21, 21, 0, tzinfo=zone(8))),
        ("Sabtu 28 Februari 2026 | 09:15 WIT", datetime(2026, 2, 28, 9, 15, tzinfo=zone(9))),
        ("Thursday 13 January 2022 - 15:29", datetime(2022, 1, 13, 15, 29)),  # noqa: DTZ001 - no zone stated
        ("Januari 13, 2022 3:29 PM", datetime(2022, 1, 13, 15, 29)),  # noqa: DTZ001 - no zone stated
        ("13/01/2022, 07:30 WIB", datetime(2022, 1, 13, 7, 30, tzinfo=zone(7))),
        ("10:30 WIB, Kamis, 23 Desember 2021", datetime(2021, 12, 23, 10, 30, tzinfo=zone(7))),
        ("Ahad, 5 Nopember 2023, pukul 08.05 WIB", datetime(2023, 11, 5, 8, 5, tzinfo=zone(7))),
        ("Diterbitkan 17 Agustus 2025", datetime(2025, 8, 17)),  # noqa: DTZ001 - no zone stated
        ("17 Agt 2025 23:59 GMT+7", datetime(2025, 8, 17, 23, 59, tzinfo=zone(7))),
        ("2022-02-15T03:42:00+07:00", datetime(2022, 2, 15, 3, 42, tzinfo=zone(7))),
        ("31 Februari 2022 10:00 WIB", None),
        ("Rabu (22/12)", None),
        ("Tidak ada tanggal di sini", None),
    ],
)
def test_date(line: str, when: datetime | None) -> None:
    found = parse_date(line)
    assert found == when
    assert (found and found.utcoffset()) == (when and when.utcoffset())


def test_machine_dates() -> None:
    assert parse_iso("2026-02-14T09:30:00Z") == datetime(2026, 2, 14, 9, 30, tzinfo=zone(0))
    assert parse_iso("14 Februari 2026") == datetime(2026, 2, 14)  # noqa: DTZ001 - no zone stated
    assert parse_iso("kemarin") is None


def test_an_odd_layout_is_left_to_dateparser() -> None:
    assert parse_date("13 janvier 2022 15:29") == datetime(2022, 1, 13, 15, 29)  # noqa: DTZ001 - no zone stated


def test_a_date_line_says_what_else_it_holds() -> None:
    found = find_date("Kabarkita.com - 11/02/2026, 07:30 WIB")
    assert found is not None
    assert found.rest == "Kabarkita.com"
    updated = find_date("Diperbarui 21 Feb 2026, 22:34 WIB")
    assert updated is not None
    assert updated.updated


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Oleh: Dewi Anggraini", "Dewi Anggraini"),
        ("Oleh Dewi Anggraini", "Dewi Anggraini"),
        ("Pewarta: H.M. Jusuf", "H.M. Jusuf"),
        ("Penulis: Rahma Dewi | Editor: Joko Susanto", "Rahma Dewi"),
        ("Rep: Fajar Nugraha / Red: Intan Sari", "Fajar Nugraha"),
        ("Bima Prakoso - detikNews", "Bima Prakoso"),
        ("Hendra Wijaya, Jurnalis", "Hendra Wijaya"),
        ("Laporan Wartawan TribunKota.com, Rahma Dewi", "Rahma Dewi"),
        ("Oleh karena itu pemerintah menolak usul tersebut.", None),
        ("Editor: Joko Susanto", None),
        ("Rusia - Ukraina", None),
    ],
)
def test_byline(line: str, name: str | None) -> None:
    assert read_byline(line) == name


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("Copyright © 2024 SINDOnews.com", "SINDOnews"),
        ("Copyright © ANTARA 2023", "ANTARA"),
        ("© 2026 Suara Nusa. All Rights Reserved.", "Suara Nusa"),
        ("Hak Cipta © 2010-2026 Kabarkita.co | Semua hak dilindungi", "Kabarkita.co"),
        ("Copyright 2008 - 2026 KOMPAS. All rights reserved.", "KOMPAS"),
        ("Copyright 2026 PT. Warta Nusa Siber. All Rights Reserved.", None),
        ("All Rights Reserved", None),
    ],
)
def test_outlet_of_a_copyright_line(line: str, outlet: str | None) -> None:
    assert copyright_outlet(line) == outlet


def test_outlet_at_the_head_of_a_page() -> None:
    assert leading_brand("Beritabaru.co Dapatkan aplikasi di Play Store") == "Beritabaru.co"
    assert leading_brand("Dapatkan aplikasi di Play Store") is None


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Harga Beras Turun Lagi - Kompas.com", "Harga Beras Turun Lagi"),
        ("Harga Beras Turun Lagi - Halaman 2 - Kompas.com", "Harga Beras Turun Lagi"),
        ("Harga Beras Turun Lagi | Suara Nusa", "Harga Beras Turun Lagi"),
        ("Menang Tipis - Timnas Melaju ke Final", "Menang Tipis - Timnas Melaju ke Final"),
    ],
)
def test_title_without_the_outlet(title: str, bare: str) -> None:
    assert without_outlet(title, "Suara Nusa") == bare
