"""The language of an article: Indonesian when in doubt, its relations told apart, a remark only when it is wanted."""

import subprocess
import sys
from pathlib import Path

import pytest

from reader.article import to_article
from reader.article.language import NAMES, detect_text, notice
from reader.document import Article, Source

INDONESIAN = [
    "Presiden mengatakan pemerintah akan memberi bantuan kepada warga yang terdampak banjir di Jawa Tengah. Menurut "
    "dia, semua orang harus berhati-hati karena hujan diperkirakan turun hingga pekan depan di sejumlah kabupaten.",
    "Timnas menang 3-1 atas Vietnam pada laga kedua Grup A. Gol dicetak Marselino, Egy, dan Witan pada babak kedua. "
    "“Kami main lepas,” kata pelatih. Laga berikutnya digelar Minggu malam di Stadion Gelora Bung Karno.",
    "Perdana Menteri Malaysia mengatakan kerajaan itu boleh mengirim beras ke Indonesia. Polisi Diraja dan hospital "
    "di Kuala Lumpur sudah bersiap, kata dia kepada wartawan saat tiba di Jakarta pada Senin siang.",
    "Siapkan panci. Rebus air. Masukkan mi, tunggu tiga menit, lalu angkat. Tambahkan telur, cabai, bawang goreng dan "
    "daun bawang. Aduk rata. Sajikan selagi hangat dengan kerupuk dan acar mentimun untuk empat porsi.",
]
MALAY = [
    "Perdana Menteri berkata kerajaan akan memberi bantuan wang tunai kepada rakyat yang terjejas akibat banjir di "
    "Kelantan. Menurut beliau, pihak polis dan hospital telah diarahkan supaya bersedia kerana hujan dijangka lebat.",
    "Seramai 120 mangsa banjir masih berada di pusat pemindahan sementara. Jabatan Kebajikan Masyarakat memaklumkan "
    "bahawa pelbagai bantuan sudah diagihkan, manakala pegawai bertugas dijangka bersiap sedia sehingga Ahad ini.",
]
JAVANESE = [
    "Presiden ngendika yen pamarintah bakal menehi bantuan marang warga sing kena banjir ing Jawa Tengah. Miturut "
    "panjenengane, kabeh wong kudu ngati-ati amarga udan isih bakal teka nganti minggu ngarep lan banyune durung asat.",
]
SUNDANESE = [
    "Présidén nyarios yén pamaréntah bakal masihan bantuan ka warga anu katarajang caah di Jawa Barat. Numutkeun "
    "anjeunna, sadaya jalmi kedah ati-ati margi hujan masih kénéh bakal turun dugi ka minggu payun di sababaraha kota.",
]
OTHERS = {
    "en": "The president said the government would give aid to residents affected by floods in Central Java. Everyone "
    "should be careful because rain is expected to go on until next week, he told reporters in Jakarta on Monday.",
    "nl": "De president zei dat de regering hulp zou bieden aan de bewoners die door de overstromingen zijn getroffen. "
    "Iedereen moet voorzichtig zijn omdat er tot volgende week regen wordt verwacht, zei hij tegen journalisten.",
    "ru": "Президент заявил, что правительство окажет помощь жителям, пострадавшим от наводнения на Центральной Яве. "
    "Все должны быть осторожны, потому что дожди ожидаются до следующей недели, сообщил он журналистам в понедельник.",
    "zh": "总统表示,政府将向中爪哇受洪水影响的居民提供援助。他说,由于预计降雨将持续到下周,每个人都应该小心。" * 3,
}


@pytest.mark.parametrize(
    ("code", "text"),
    [
        *(("id", text) for text in INDONESIAN),
        *(("ms", text) for text in MALAY),
        *(("jv", text) for text in JAVANESE),
        *(("su", text) for text in SUNDANESE),
        *OTHERS.items(),
    ],
)
def test_languages(code: str, text: str) -> None:
    assert detect_text([text]) == code


@pytest.mark.parametrize("text", ["", "Harga beras naik.", "The price of rice is up.", "12 34 56 78 " * 40, "— " * 400])
def test_when_in_doubt_it_is_indonesian(text: str) -> None:
    assert detect_text([text]) == "id"


def test_quotations_in_another_language_do_not_decide() -> None:
    assert detect_text([INDONESIAN[0], OTHERS["en"][:100], INDONESIAN[1]]) == "id"


def article(language: str) -> Article:
    return Article(source="a.txt", language=language)


def test_the_remark() -> None:
    assert notice(article("ms")) == "a.txt seems to be Malay (try --from zsm_Latn)"
    assert notice(article("en")) == "a.txt seems to be English already"
    assert notice(article("xh")) == "a.txt seems to be 'xh', not Indonesian"
    assert notice(article("id")) is None
    assert notice(article("ms"), given="zsm_Latn") is None


def test_codes_are_flores_codes() -> None:
    codes = [code for _, code in NAMES.values() if code]
    assert all(len(code) == 8 and code[3] == "_" and code[:3].islower() and code[4].isupper() for code in codes)
    assert len(codes) == len(set(codes))


def test_an_article_has_its_language() -> None:
    assert to_article(MALAY[0].encode(), Source(name="a.txt")).language == "ms"
    assert to_article(INDONESIAN[0].encode(), Source(name="a.txt")).language == "id"


def test_indonesian_and_its_relations_load_no_detector() -> None:
    code = (
        "import sys\nfrom reader.article.language import detect_text\n"
        f"print([detect_text([text]) for text in {[INDONESIAN[0], MALAY[0], JAVANESE[0]]!r}])\n"
        "print('py3langid' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert done.stdout == "['id', 'ms', 'jv']\nFalse\n"
