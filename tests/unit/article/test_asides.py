"""What is told apart without knowing the outlet: lines that speak to the reader, links, the page's foot, its name."""

import pytest

from reader.article import asides, shapes, to_article
from reader.article.glued import unglue
from reader.article.html import clean_html
from reader.article.masthead import find_outlet
from reader.article.page import Line, lines_of
from reader.document import Kind, Source

SOURCE = Source(name="a.txt")
PROSE = (
    "Petugas memeriksa tanggul sepanjang dua kilometer sejak pagi dan menemukan tiga titik yang rawan.",
    "Warga di hilir diminta memindahkan perahu ke tempat yang lebih tinggi sebelum malam.",
    "Air sungai diperkirakan surut dalam dua hari, kata kepala dinas setempat.",
    "Bantuan makanan dibagikan di balai desa kepada empat puluh keluarga.",
)

SPEAKS = [
    "Jangan ke mana-mana dulu, setelah iklan ini!",
    "Terima kasih sudah membaca sampai habis.",
    "Punya cerita dari kampungmu? Kirim ke redaksi lewat surel.",
    "Seberapa berguna artikel ini? ★★★★☆",
    "Yuk, bagikan kabar ini ke grup keluarga!",
]
TELLS = [
    "Ia berlangganan koran itu sejak kecil dan membaca setiap beritanya.",
    "“Jangan membaca artikel ini sebelum makan!” tulis seorang pembaca.",
    "Silakan datang ke balai desa, kata lurah kepada pembaca koran itu.",
    "Jumlah komentar di halaman itu mencapai dua ribu dalam semalam.",
    "Pemerintah menutup saluran air yang bocor di dua kecamatan.",
    "Jangan masukkan tulang",
]


@pytest.mark.parametrize("text", SPEAKS)
def test_a_line_that_speaks_to_the_reader_is_an_aside(text: str) -> None:
    assert asides.aside(Line(number=1, text=text)) == "prompt"


@pytest.mark.parametrize("text", TELLS)
def test_a_line_of_the_article_is_none(text: str) -> None:
    assert asides.aside(Line(number=1, text=text)) is None


@pytest.mark.parametrize(
    "text", ["[Kotak iklan pupuk]", "(( jeda ))", "~ iklan lewat ~", ">> Lihat pula <<", "== dua =="]
)
def test_marks_set_a_line_apart(text: str) -> None:
    assert asides.aside(Line(number=1, text=text)) == "set-apart"


def test_a_sentence_in_brackets_is_the_articles() -> None:
    assert asides.aside(Line(number=1, text="(Pada tahun itu ia pindah ke Solo bersama dua adiknya.)")) is None


def test_what_markup_calls_a_list_is_never_an_aside() -> None:
    assert asides.aside(Line(number=1, text="Yuk, bagikan kabar ini!", kind=Kind.LIST)) is None


@pytest.mark.parametrize("mark", ["-", "=", "~", "(", "[", "*", "mu", ". ", "a:", "|", "di sini ", "<<"])
def test_hostile_lines_are_judged_at_once(mark: str) -> None:
    line = Line(number=1, text=mark * (600 // len(mark)))
    asides.aside(line)
    asides.is_link(line.text)
    asides.label_of(line)
    shapes.has_credit(line.text)
    assert asides.addresses(mark * 200_000) == 0


def page(*body: str) -> str:
    return "\n\n".join(["Tanggul Sungai Diperiksa Setelah Hujan Semalam", *body])


def paragraphs(text: str) -> list[str]:
    return [paragraph.text for paragraph in to_article(text.encode(), SOURCE).paragraphs]


def test_a_link_that_leans_on_a_paragraph_goes() -> None:
    text = page(PROSE[0], f"Kabar sebelah: Perahu Bantuan Tiba dari Kota Seberang\n{PROSE[1]}", *PROSE[2:])
    assert paragraphs(text) == list(PROSE)


def test_headings_that_lean_stay_where_nothing_else_does() -> None:
    text = page(PROSE[0], f"Perahu dipindahkan\n{PROSE[1]}", f"Air segera surut\n{PROSE[2]}", PROSE[3])
    article = to_article(text.encode(), SOURCE)
    assert [p.text for p in article.paragraphs if p.kind is Kind.HEADING] == ["Perahu dipindahkan", "Air segera surut"]
    assert [p.text for p in article.paragraphs if p.kind is Kind.BODY] == list(PROSE)


def test_lines_below_the_last_paragraph_without_a_blank_line_are_the_foot() -> None:
    foot = [
        "Ruang tanggapan (2 tanggapan)",
        "Pak Cik: mantap sekali kabarnya",
        "Kabar lain dari hulu",
        "Kembali ke muka",
    ]
    article = to_article(page(*PROSE, "\n".join(foot)).encode(), SOURCE)
    assert [paragraph.text for paragraph in article.paragraphs] == list(PROSE)
    assert [removed.text for removed in article.removed] == foot


def test_a_last_paragraph_below_a_link_is_no_foot() -> None:
    assert paragraphs(page(*PROSE[:3], f"Baca juga: Perahu Bantuan Tiba\n{PROSE[3]}")) == list(PROSE)


@pytest.mark.parametrize("between", ["  ", ",", ""])
def test_a_page_on_one_line_is_parted(between: str) -> None:
    body = between.join(PROSE * 2)
    assert [line.text for line in unglue(lines_of(f"Judul\n{body}"))] == ["Judul", *PROSE, *PROSE]


def test_double_spaces_part_nothing_on_a_page_of_many_lines() -> None:
    double = [f"{text}  {text}" for text in PROSE]
    assert [line.text for line in lines_of("\n".join(double))] == [f"{text} {text}" for text in PROSE]


@pytest.mark.parametrize(
    ("top", "below", "name"),
    [
        ("WARTA HULU", "Sintang (Warta Hulu) - Petugas memeriksa tanggul sungai.", "WARTA HULU"),
        ("Suluh Kota - terbit sejak tahun 1998", "PADANG - Petugas memeriksa tanggul sungai.", "Suluh Kota"),
        ("Gema Lembah Raya", "TENTENA, GLR - Petugas memeriksa tanggul sungai.", "Gema Lembah Raya"),
        ("Kabar Kota", "© 2024 Kabar Kota", "Kabar Kota"),
        ("Olahraga", "PADANG - Petugas olahraga memeriksa tanggul sungai.", None),
    ],
)
def test_the_outlet_is_the_name_at_the_top_that_the_page_uses(top: str, below: str, name: str | None) -> None:
    assert find_outlet(lines_of(f"{top}\nTanggul Sungai Diperiksa Setelah Hujan\n{below}")) == name


def test_html_parts_are_cut_by_what_they_are_and_prose_is_not_lost() -> None:
    html = f"""<html><head><title>Tanggul Sungai Diperiksa Lagi</title></head><body><nav><a>Kota</a></nav>
        <h1>Tanggul Sungai Diperiksa Lagi</h1><h2>Tiga titik dinyatakan rawan oleh petugas</h2>
        <div class="penulis"><span>Rani Wulandari</span> <span>1/2/2024 10:00</span></div><div class="isi">
        <p>{PROSE[0]}</p><div class="promo-kelas"><p>Daftar hari ini, bayar nanti saja.</p></div>
        <p>Singgah dulu: <a href="#">Perahu Bantuan Tiba dari Kota</a></p>
        <p><div>Iklan</div>{PROSE[1]}</p><p>{PROSE[2]}</p><p>{PROSE[3]}</p></div>
        <div class="rel"><ul><li><a>Satu Judul Lain</a></li><li><a>Dua Judul Lain</a></li></ul></div></body></html>"""
    cleaned = clean_html(html, SOURCE)
    assert [text for _, text in cleaned.paragraphs] == list(PROSE)
    assert cleaned.subtitle == "Tiga titik dinyatakan rawan oleh petugas"
    assert cleaned.byline == "Rani Wulandari"
    removed = " ".join(line.text for line in cleaned.removed)
    assert "bayar nanti saja" in removed
    assert "Perahu Bantuan Tiba" in removed


def test_paragraphs_that_print_indents() -> None:
    wrapped = "    Petugas memeriksa tanggul sepanjang dua kilometer sejak\npagi dan menemukan tiga titik yang rawan."
    text = "\n".join(["Tanggul Diperiksa Petugas Kota", wrapped, wrapped, wrapped, wrapped])
    assert paragraphs(text) == [PROSE[0]] * 4


def test_short_lines_of_a_head_are_no_hard_wraps() -> None:
    head = [
        "Tanggul Sungai Diperiksa Lagi Setelah Hujan Semalam",
        "Sabtu, 9 Maret 2024 10:15 WIB",
        "Juru warta: Tania Lubis",
    ]
    article = to_article("\n".join([*head, f"MEDAN - {PROSE[0]}", "", "\n\n".join(PROSE[1:])]).encode(), SOURCE)
    assert article.title == head[0]
    assert article.byline == "Tania Lubis"
    assert article.published is not None
    assert [paragraph.text for paragraph in article.paragraphs] == list(PROSE)


def test_the_browsers_title_is_the_articles_and_the_sites() -> None:
    title = "Tanggul Sungai Diperiksa Lagi Setelah Hujan"
    body = "".join(f"<p>{text}</p>" for text in PROSE)
    html = (
        f"<html><head><title>{title} :: Wartahulu</title></head><body><h2>{title}</h2><div>{body}</div></body></html>"
    )
    cleaned = clean_html(html, SOURCE)
    assert (cleaned.title, cleaned.outlet) == (title, "Wartahulu")


@pytest.mark.parametrize(
    ("above", "dateline", "below", "outlet"),
    [
        ("JaringanBesar.com Network", "WARTAHULU.COM, MEDAN - ", "", "WARTAHULU"),
        ("JaringanBesar.com Network", "WARTAHULU.COM, MEDAN - ", "© 2024 Wartahulu.com", "Wartahulu"),
        ("Sumatera Utara", "PIKIRAN RAKYAT - ", "", "PIKIRAN RAKYAT"),
        ("Wartahulu", "MEDAN (ANTARA) - ", "© 2024 Wartahulu", "Wartahulu"),
        (
            "Beranda",
            "MEDAN - ",
            "© 2024 Badan Pengawas Tenaga Nuklir Republik",
            "Badan Pengawas Tenaga Nuklir Republik",
        ),
    ],
)
def test_the_outlet_is_the_one_that_signs_the_dateline(above: str, dateline: str, below: str, outlet: str) -> None:
    text = "\n\n".join([above, "Tanggul Sungai Diperiksa Lagi", dateline + PROSE[0], *PROSE[1:], below])
    assert find_outlet(lines_of(text)) == outlet


@pytest.mark.parametrize("signoff", ["(*)", "***", "(**)", "(esn)", " (rml/dwi/k16)"])
def test_a_sign_off_is_taken_off_the_last_sentence(signoff: str) -> None:
    article = to_article("\n\n".join(["MEDAN - " + PROSE[0], *PROSE[1:3], PROSE[3] + signoff]).encode(), SOURCE)
    assert article.paragraphs[-1].text == PROSE[3]
    assert [removed.rule for removed in article.removed] == ["signoff"]


def test_a_date_with_a_time_comes_before_todays() -> None:
    head = ["Jumat, 12 Januari 2024", "Tanggul Sungai Diperiksa Lagi", "Tayang: Rabu, 14 September 2022 21:17 WIB"]
    article = to_article("\n".join([*head, "", "\n\n".join(PROSE)]).encode(), SOURCE)
    assert article.published is not None
    assert article.published.isoformat() == "2022-09-14T21:17:00+07:00"


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("Tania Lubis (tania@wartahulu.id)", "Tania Lubis"),
        ("Oleh: Tania Lubis dan Yosef Amo | 20 Jun 2024 - 08:11 WIT", "Tania Lubis, Yosef Amo"),
        ("Tania Lubis • 20 Juni 2024 08:11", "Tania Lubis"),
    ],
)
def test_writers_beside_dates_and_addresses(line: str, byline: str) -> None:
    head = ["Tanggul Sungai Diperiksa Lagi Setelah Hujan", line, "20 Juni 2024 08:11"]
    article = to_article("\n".join([*head, "", "\n\n".join(PROSE)]).encode(), SOURCE)
    assert article.byline == byline
    assert article.title == head[0]


def test_what_stands_bare_between_paragraphs_of_html_is_the_pages() -> None:
    """A player's remark, a button, a run-together list of others: known by where they stand, not by what they say."""
    pieces = [f"<p>{text}</p>" for text in PROSE]
    pieces.insert(1, "<div><span>Putar ulang</span></div>")
    pieces.insert(3, "<div class='relatedposts'><h4>Pintu Air Diganti</h4><p>Pintu air tua itu akan diganti.</p></div>")
    html = f"<html><body><h1>Tanggul Sungai Diperiksa Lagi</h1><article>{''.join(pieces)}</article></body></html>"
    cleaned = clean_html(html, SOURCE)
    assert [text for _, text in cleaned.paragraphs] == list(PROSE)


def test_a_question_in_title_case_is_a_heading() -> None:
    text = "\n\n".join(["MEDAN - " + PROSE[0], PROSE[1], "Kenapa Tidak Diganti?", PROSE[2], PROSE[3]])
    kinds = [paragraph.kind for paragraph in to_article(text.encode(), SOURCE).paragraphs]
    assert kinds == [Kind.BODY, Kind.BODY, Kind.HEADING, Kind.BODY, Kind.BODY]


def test_city_and_outlet_over_the_lead_are_a_dateline_where_the_page_names_the_outlet() -> None:
    html = (
        '<html><head><meta property="og:site_name" content="Warta Hulu"></head><body><h1>Tanggul Diperiksa Lagi Pagi '
        f"Ini</h1><p>Situbondo, Warta Hulu</p>{''.join(f'<p>{text}</p>' for text in PROSE)}</body></html>"
    )
    cleaned = clean_html(html, SOURCE)
    assert (cleaned.city, cleaned.outlet) == ("Situbondo", "Warta Hulu")
    assert [text for _, text in cleaned.paragraphs] == list(PROSE)
