"""Names of Indonesian towns, regencies and districts, in small letters: frequent in the news, and no plain words.

Left out are those that are plain words as well: `batang`, `batu`, `malang`, `padang`, `palu`, `pati`, `serang`.
"""

from reader.check.lexicon import words

PLACE_NAMES = words(
    """
    sabang langsa lhokseumawe subulussalam bireuen pidie simeulue singkil nagan gayo tamiang meulaboh takengon binjai
    pematangsiantar siantar tanjungbalai sibolga padangsidimpuan asahan dairi labuhanbatu langkat mandailing nias
    samosir serdang simalungun tapanuli toba humbang deli bukittinggi payakumbuh pariaman sawahlunto solok agam
    dharmasraya mentawai pasaman sijunjung pekanbaru dumai bengkalis indragiri kampar kuantan singingi pelalawan rokan
    siak meranti batam tanjungpinang bintan karimun natuna anambas jambi batanghari bungo kerinci merangin muaro
    sarolangun tebo palembang lubuklinggau pagaralam prabumulih banyuasin musi ogan komering kepahiang mukomuko rejang
    seluma tanggamus mesuji pesawaran pringsewu tulangbawang pangkalpinang bekasi bogor cimahi cirebon depok sukabumi
    tasikmalaya ciamis cianjur garut indramayu karawang majalengka pangandaran purwakarta subang sumedang cibinong
    soreang cikarang cilegon tangerang pandeglang magelang pekalongan salatiga semarang surakarta tegal banjarnegara
    banyumas blora boyolali brebes cilacap demak grobogan jepara karanganyar kebumen klaten pemalang purbalingga
    purworejo rembang sragen sukoharjo temanggung wonogiri wonosobo purwokerto ungaran yogyakarta bantul gunungkidul
    kulonprogo sleman blitar kediri madiun mojokerto pasuruan probolinggo surabaya bangkalan banyuwangi bojonegoro
    bondowoso gresik jember jombang lamongan lumajang magetan nganjuk ngawi pacitan pamekasan ponorogo sampang sidoarjo
    situbondo sumenep trenggalek tuban tulungagung denpasar badung bangli buleleng gianyar jembrana karangasem
    klungkung tabanan singaraja ubud sanur mataram bima dompu lombok sumbawa kupang alor lembata manggarai nagekeo
    ngada raijua sikka sumba atambua maumere bajo larantuka pontianak singkawang bengkayang kapuas kayong melawi
    mempawah sambas sanggau sekadau sintang palangkaraya barito katingan kotawaringin lamandau seruyan sukamara sampit
    banjarbaru banjarmasin balangan tabalong tapin kotabaru martapura balikpapan bontang samarinda berau kutai
    kartanegara mahakam paser penajam tenggarong tarakan malinau nunukan manado bitung kotamobagu tomohon bolaang
    mongondow minahasa sangihe sitaro talaud gorontalo boalemo pohuwato banggai buol donggala morowali parigi moutong
    poso sigi tolitoli makassar palopo parepare bantaeng barru bulukumba enrekang gowa jeneponto luwu maros pangkep
    pinrang sinjai soppeng takalar toraja wajo baubau kendari bombana buton kolaka konawe wakatobi majene mamasa mamuju
    pasangkayu polewali mandar ambon ternate tidore halmahera morotai taliabu jayapura asmat biak numfor boven digoel
    deiyai dogiyai jayawijaya keerom mamberamo mappi merauke mimika nabire paniai sarmi supiori tolikara waropen
    yahukimo yalimo timika wamena sorong manokwari fakfak kaimana maybrat bintuni wondama tambrauw nduga cipinang slipi
    tebet kemang menteng senayan gambir cikini cengkareng kalideres pluit ancol cilandak cipayung cililitan matraman
    jatinegara cakung cilincing koja palmerah kebayoran pancoran setiabudi mampang jagakarsa ciputat serpong pamulang
    bintaro cibubur kemayoran senen
    """
)
