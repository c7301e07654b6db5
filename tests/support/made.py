"""Articles made by script, as many as wanted: our own sentences with other names, places and numbers in each.

Their lengths are those of news: a few words to some forty. Some sentences stand in many articles as they are.
"""

import random
from pathlib import Path

_NAMES = (
    "Ratna Dewi",
    "Hasan Basri",
    "Yohanes Tambunan",
    "Siti Aminah",
    "Made Wirawan",
    "Lukman Hakim",
    "Rini Lestari",
)
_PLACES = ("Bandung", "Kupang", "Makassar", "Padang", "Pontianak", "Semarang", "Ternate", "Surabaya", "Palu", "Jambi")
_GOODS = ("beras", "cabai", "minyak goreng", "telur ayam", "bawang merah", "gula pasir", "ikan tongkol", "kedelai")
_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu")
_OFFICES = (
    "Dinas Perdagangan",
    "Badan Pusat Statistik",
    "Kementerian Pertanian",
    "Dinas Perhubungan",
    "Bank Indonesia",
)
_SAME = (
    "Warga diminta tetap tenang.",
    "Cuaca hari ini cerah di sebagian besar wilayah.",
    "Laporan lengkap akan diumumkan pekan depan.",
    "Jalan menuju pasar sudah dibuka kembali sejak pagi.",
)
_MADE = (
    "Harga {good} naik {number} persen.",
    "{name} datang ke {place} pada hari {day}.",
    "Pedagang di {place} mengeluh karena pembeli berkurang.",
    '"Kami menunggu kiriman dari {place}," kata {name}.',
    "Sekitar {number} keluarga mengungsi ke sekolah di {place}.",
    "Stok {good} di gudang tinggal {number} ton, menurut {office}.",
    "{office} mencatat harga {good} di {place} turun sejak {day} lalu.",
    "Bus dari {place} ke {other} terlambat {number} menit karena jalan rusak.",
    "Pemerintah daerah {place} menyiapkan {number} ton {good} untuk operasi pasar pada hari {day}.",
    "{name}, petani berusia {number} tahun, mengatakan hasil panen {good} tahun ini lebih baik daripada tahun lalu.",
    "Kepala {office} {place}, {name}, meminta para pedagang tidak menimbun {good} menjelang hari raya.",
    "Sebanyak {number} kapal nelayan dari {place} tidak melaut karena gelombang tinggi yang diperkirakan berlangsung "
    "sampai hari {day}.",
    "Menurut {name}, kenaikan harga {good} di {place} terjadi karena hujan deras merusak jalan antara {place} dan "
    "{other}, sehingga truk harus memutar lewat pegunungan dan biaya angkut naik {number} persen.",
    "Warga {place} yang rumahnya terendam banjir setinggi {number} sentimeter mulai kembali pada hari {day}, tetapi "
    "sebagian masih tinggal di tenda karena lumpur belum dibersihkan dan air bersih sulit diperoleh.",
    "Dalam pertemuan dengan {name} di {place}, para pengusaha meminta {office} memperpanjang keringanan pajak selama "
    "{number} bulan, karena penjualan {good} belum pulih dan banyak toko kecil di sekitar pelabuhan terpaksa tutup.",
)


def made_article(number: int, sentences: int = 20) -> str:
    """Article `number` as text: always the same, and different from every other."""
    chance = random.Random(number)
    title = f"Harga {chance.choice(_GOODS)} di {chance.choice(_PLACES)} berubah, laporan ke-{number + 1}"
    paragraphs, left = [], sentences
    while left:
        size = min(left, chance.randint(1, 3))
        paragraphs.append(" ".join(_sentence(chance) for _ in range(size)))
        left -= size
    return "\n\n".join([title, *paragraphs]) + "\n"


def make_articles(folder: Path, count: int, sentences: int = 20) -> Path:
    """Write `count` articles into `folder`, a hundred a subfolder, and return it."""
    for number in range(count):
        path = folder / f"{number // 100:03}" / f"{number:05}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made_article(number, sentences), encoding="utf-8")
    return folder


def _sentence(chance: random.Random) -> str:
    if chance.random() < 0.05:
        return chance.choice(_SAME)
    place, other = chance.sample(_PLACES, 2)
    return chance.choice(_MADE).format(
        name=chance.choice(_NAMES),
        place=place,
        other=other,
        good=chance.choice(_GOODS),
        day=chance.choice(_DAYS),
        office=chance.choice(_OFFICES),
        number=chance.randint(2, 990),
    )
