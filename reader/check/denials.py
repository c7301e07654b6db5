"""The words that deny, and the words that may answer a denial, in Indonesian and English. Data only.

A word with `*` stands for all that begin with it.
"""

import re
from dataclasses import dataclass
from functools import cache

from reader.check.lexicon import words


@dataclass(frozen=True, slots=True)
class Cues:
    """Words to look for."""

    whole: frozenset[str]
    beginnings: tuple[str, ...]

    def has(self, word: str) -> bool:
        """Whether `word`, in lower case, is one of them."""
        return word in self.whole or word.startswith(self.beginnings)


def cues(text: str) -> Cues:
    """The cues of a list of words."""
    listed = text.split()
    return Cues(
        frozenset(word for word in listed if word[-1] != "*"),
        tuple(word[:-1] for word in listed if word[-1] == "*"),
    )


# -- Indonesian

DENIALS = words("tidak tak tdk takkan nggak enggak ngga engga gak ga ndak kagak tiada bukan belum jangan tanpa")

_NOT = "(?:tidak|tak|bukan|nggak|enggak|gak|tidaklah|bukanlah)"
IDIOMS = re.compile(
    # not only, no other than, not a few, soon, no wonder, no less than, like, endless, as good as, not impossible
    rf"\b{_NOT} (?:lagi )?(?:hanya|cuma|cuman|saja|sekadar|sekedar|semata|melulu|lain|sedikit|jarang|kurang|lama|heran"
    r"|mengherankan|ayal|pelak|urung|luput|ketinggalan|lepas|terlepas|terkecuali|henti\w*|putus\w*|main|segan\w*|kalah"
    r"|kepalang|apa|apa-apa|masalah|seperti|layaknya|ubahnya|seberapa|ragu\w*|hampir"
    r"|(?:bisa|dapat|mungkin) (?:tidak|tak)|(?:tertutup|menutup) kemungkinan|ada salahnya|ada duanya|mungkin tidak"
    r"|(?:tidak|tak) mungkin|mustahil)\b"
    r"|\bbelum (?:lama|lagi)\b|\bbagaimana tidak\b|\btanpa (?:henti|terkecuali|kecuali|sengaja|terasa|disadari)\b"
    # like it or not, whether or not, or else, at least, isn't it?
    rf"|\b(?:mau|suka) {_NOT} (?:mau|suka)\b|\b(?:atau|maupun) (?:tidak|tak|belum|bukan)(?:nya)?\b"
    r"|\b(?:ji?ka|kalau|kalo|bila|apabila) (?:tidak|tak|nggak|gak)\b"
    r"|\bpaling (?:tidak|tak)\b|\bbukan(?:kah)? begitu\b|\b(?:bukan|belum|tidak|nggak|gak) ?[?”\"]|\btidak ?[.,]"
)
"""Wordings with a denial in them that English says without one. To be looked for in lower case."""

FILLERS = words(
    "terlalu begitu sangat lagi cukup pernah bisa dapat akan boleh perlu harus usah mau ingin ada memiliki punya "
    "mempunyai merasa adanya dengan secara menjadi terasa lebih semakin juga"
)
"""Words between a denial and the word that it denies."""

MAY_ANSWER_NOT = cues(
    "ketidak* tidak* setidak* tak tdk takkan bukan* belum* sebelum* tanpa jangan* ngga* nggak* enggak* ga gak ndak "
    "kagak tiada* ketiada* enggan* keengganan sulit* susah sukar kurang* kekurang* jarang langka sedikit* minim* "
    "nihil nol kosong gagal* kegagalan menolak ditolak tolak penolakan batal* dibatal* membatal* larang* dilarang "
    "melarang cegah* mencegah dicegah hindar* menghindar* dihindar* terhindar* henti* berhenti menghenti* dihenti* "
    "terhenti* mustahil lupa* melupa* dilupa* terlupa* habis* hilang kehilangan absen* luput lepas bebas* selain "
    "kecuali* hampir mandek anti* non* nir* malas benci bantah* membantah* dibantah menampik mengabaikan abai* "
    "diabaikan terabaikan mangkir tunda* menunda ditunda tertunda ketimbang daripada alih-alih keliru salah abstain "
    "buta lumpuh macet rahasia ogah sangkal* menyangkal pungkir* memungkiri kebal ragu* meragu* diragu* diam ilegal "
    "ganjil aneh entah kan percuma sia-sia baru hanya* cuma* bodoh beda berbeda menunggu takut* tahan blok* "
    "memblokir* putus menganggur* libur*"
)
"""Words that an English "not" may stand for."""

# -- English

DENY = re.compile(r"\b(?:not|never|cannot)\b|n't\b")
"""To be looked for in lower case, with plain apostrophes."""
ENGLISH_IDIOMS = re.compile(
    r"\bnot (?:only|just|merely|simply|least|long|far|until|to mention|surprising\w*|unlike|even|too|so|a few|bad|un\w+"
    r"|in\w+|dis\w+)\b|\b(?:whether|if|or|but|why|may or may|how could it) not\b|\bnever ?mind\b|\bnever been \w+er\b"
    r"|\b(?:was|is|were)n't until\b|\bcan(?:no|'|n')t (?:wait|help|(?:\w+ ){1,3}enough)\b"
    r"|\bcould(?:n't| not) (?:help|be more|have)\b|\b(?:don't|not|never) forget\b"
    r"|(?:^|[,.;:“\"] ?)(?:why )?(?:do|does|did|is|are|was|were|have|has|had|can|could|will|would|should)n't\b"
    r"|n't (?:you|he|she|it|they|we|i|there) ?\?"
)
"""Wordings with a denial in them that Indonesian says without one, questions among them."""

STRONG = cues(
    "not no nope nor never none nothing* nobody* nowhere neither without cannot cant dont nt non* fail* lack* deny "
    "denies denied denying denial* refus* reject* declin* hardly barely scarcely rarely rare seldom unless otherwise "
    "refrain* absen* devoid flunk* atypical immatur* immobil* immoral* immortal* immun* impass* impatien* impenetra* "
    "imperfect* impermea* impermiss* impolite* imposs* impoten* impractic* imprecis* impregnab* improb* improper* "
    "imprud* impun* illeg* illiter* illog* irrational* irreconcil* irrefut* irregular* irrelevan* irrepara* irresist* "
    "irrespons* irrevers* inab* inaccess* inaccura* inaction inactiv* inadequa* inadver* inanimate inappropria* "
    "inatten* incapab* incompat* incompet* incomplet* incomprehens* inconclus* inconsidera* inconsist* inconven* "
    "incorrect* incorrigib* incredul* incurab* indefin* indirect* indiscrim* indispens* indisput* indistinguish* "
    "ineffect* inefficien* inelig* inequal* inert* inevitab* inexact* inexperien* inexpensive* inexplicab* infertil* "
    "infinit* inflexib* informal* infrequen* ingrat* inhuman* injustice* innocen* innumer* inoper* insane* insatia* "
    "insecur* insensitiv* insepara* insignific* insincer* insolven* instabil* insuffici* insurmount* intangib* "
    "intoler* invalid* invaria* invincib* invisib* involunt* disab* disadvant* disagree* disallow* disappear* "
    "disappoint* disapprov* disbelie* disconnect* discontent* discontinu* discourag* dishonest* disincl* disinter* "
    "dislik* disloyal* dismiss* disobe* disorder* displeas* disprov* disqualif* disregard* disrespect* dissatis* "
    "distrust* free proof challeng* disarm* dissuad* disempower* dispens* disproportion* disparit* illicit* "
    "impartial* inaudib* inequit* inexist* irreduc* inhospit* defunct decaf* dehuman* mistaken*"
)
"""What answers any Indonesian denial, wherever it stands; so do `-n't`, `-less` and most of `un-`."""
NEGATIVE_ENDS = ("n't", "less", "lessly", "lessness")
NOT_UN = ("under", "until", "unit", "unif", "unic", "union", "uniq", "univ", "unis", "unanim", "unesco")
"""Words in `un-` that deny nothing."""

WEAK = cues(
    "few fewer little less least minus zero nil avoid* prevent* prohibit* forbid* forbade ban bans banned stop* ceas* "
    "exclud* except ignor* neglect* overlook* omit* miss misses missed missing instead rather beyond against "
    "reluctan* hesita* lest doubt* resist* spare* anonym* else anymore longer block* violat* defy defie* defian* off "
    "dead ruled abolish* abandon* escap* rid waiv* minimi* stay* remain* keep* kept under* premature* defect*"
)
"""What answers a denial about whose place it stands."""
WEAK_FOR = {
    "belum": cues("yet still before until pending await* ever first single infan*"),
    "tanpa": cues("only alone despite straight continuous*"),
    "bukan": cues("opposed over far"),
    "jangan": cues("leave beware careful keep let stay drop"),
}

_OPPOSITES = """
mudah gampang sederhana ringan: difficult* hard* tough* tricky struggl* complex* complicated heavy
sulit susah sukar kesulitan rumit: eas* simpl* readily smooth*
baik bagus enak menyenangkan menguntungkan sehat pantas layak ramah nyaman senonoh memadai maksimal optimal tepat
 beres pandai jernih beruntung: bad* poor* wors* ill awkward awful* terribl* adverse* wrong* mis* hostile rude sub*
 weak* harmful sick guilt* suffer* cloud* much desired
jauh: near* clos* next short* beside within soon local adjacent similar
asing: familiar* known well
sama serupa seimbang merata rata: differ* vary varied varies various uneven* unlike distinct
beda berbeda bedanya jauh-jauh: same similar* like alike identical* equal* just
berubah mengubah diubah: same constant* remain* static stay* stable maintain* keep* kept still steady fixed preserv*
tetap pasti tentu menentu stabil: vari* fluctuat* float* volatil* doubt* question* whether may might perhaps temporary
setuju sepakat sependapat sepaham mendukung: oppos* against object* differ* veto* divided
suka senang menyukai bahagia puas: hate* hating annoy* angr* sad* resent* upset miserabl* object* mind* detest* loath*
 complain* frustrat*
ingat mengingat: forg*
lupa melupakan lupakan: remember* recall* hold* sure
sia percuma: worth* paid pay* use* fruit*
tahu mengetahui mengerti paham diketahui mengenal dikenal: ignoran* wonder* strange* myster* confus* obscure question*
 secret*
sengaja disengaja: accident* chance happen* coinciden* overhear* overheard
percaya yakin: confidence sceptic* skeptic* suspic* suspect* mistrust*
biasa lazim wajar umum normal: strange* extra* exceptional* odd* abnormal* special* peculiar* remarkabl* weird*
penting berarti berguna: trivial* minor negligible waste* idle* tiny petty stupid
benar betul akurat: false* wrong* mistake* erroneous* lie lies myth* mis*
bersalah: clear* acquit* exonerat*
masuk: absurd* ridiculous* nonsense outside abroad
hadir muncul datang ikut: boycott* skip* away stay*
pergi keluar bergerak meninggalkan: stay* remain* still inside keep kept sedentary static freeze
banyak besar tinggi signifikan: low* small* slight* limited modest* scarce* minor moderate* marginal* scant* lightly
 tiny sedentary
kecil rendah murah: big* large* high* great* considerabl* expensive heav* major significant*
sering selalu: occasional* sometimes
aman: danger* risk* hazard* vulnerabl*
berhenti habis habisnya: continu* keep* constant* on persist* still perpetual* always
sabar: eager* keen look*
sadar menyadari sadarkan: oblivious ignoran* faint*
mampu sanggup kuasa kuat tahan berhasil: struggl* weak* broke poor* break*
bertanggung: reckless* twisted
mengindahkan menghiraukan memperhatikan memedulikan mempedulikan peduli diperhatikan dihiraukan diindahkan:
 indifferent apath* expense
mematuhi memenuhi menaati patuh mengikuti mengizinkan diizinkan boleh diperbolehkan diperkenankan membolehkan:
 disobey* breach* break* broke* flout* bar barred bars
disebutkan menyebutkan bernama bersedia: secret* myster* condition*
dipungkiri diragukan meragukan disangkal diperdebatkan terelakkan terhindarkan dihindari terbantahkan: certain* sure*
 clear* definit* obvious* evident* must indeed absolute*
terduga diduga disangka terkira dibayangkan: surpris* sudden* random*
bernyawa hidup: dead
terhingga terbatas ternilai terhitung terbilang: priceless immense* many lost pushing
kelihatan terlihat tampak kasat: hidden hide* conceal* covered sight vanish*
lengkap utuh sempurna: partial* broken part flaw*
meledak: dud* defus*
keras: soft* gentl* quiet* mild*
makan diberi: starv* hung* fast* depriv*
bekerja berfungsi: broken idle* out defunct jobless
berpendidikan berpengalaman: ignoran* novice*
terpisahkan: integral
tertarik: bored
menolak menentang keberatan: accept* agree* welcom* willing
naik bertambah meningkat turun menurun: flat steady stagnant stable freeze frozen constant same
melebihi: within up most maximum under below
semua seluruh setiap selamanya: some part* only
dilarang melarang: allow* permit* legal*
tinggal: act* react* respond* took
pertama: before again already earlier previous* another second third
terkendali terkontrol: rampant* wild* out
bungkam: broke break*
bergabung: stay*
"""


@cache
def opposites() -> dict[str, Cues]:
    """For a word after a denial, the English that says both in one: `tidak jauh`, "nearby"."""
    table: dict[str, Cues] = {}
    for row in _OPPOSITES.replace("\n ", " ").strip().splitlines():
        denied, _, answers = row.partition(": ")
        table |= dict.fromkeys(denied.split(), cues(answers))
    return table
