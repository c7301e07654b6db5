"""Given and family names that are common in Indonesia: frequent words of the language that are no plain words."""

from reader.check.lexicon import words

GIVEN_NAMES = words(
    """
    abdul abdullah abdurrahman achmad ade adhi adi aditya adrian afandi agus ahmad ahyar aji akbar alamsyah alex
    alfian ali aliyah alwi amalia amin aminah amir amiruddin amirudin andi andika andre andreas andri andry ani
    anies anisa anita anjar anton antonius anwar apriyanto ardi ardiansyah arief arif arifin ario aris arman arya
    asep asmara astri astuti asyari atmaja aulia awaluddin ayu azhar azis aziz azwar bagas bagyo bahar bahlil
    bambang baskoro basri basuki bayu bejo benny bima boediono budi budiarto budiman budiono budiyanto burhan
    burhanuddin cahya cahyadi cahyo chairil chandra cipto citra dadang daeng dahlan daniel darma darmawan darmin
    darsono daryono dede dedi dedy dewi dian dicky didi didik didin dimas dina dinda djarot djoko doni donny
    dudung dwi edi edy effendi eka eko elly endang endro erick erik erlangga erna ernawati erwin evi fachri fadhil
    fadli fahmi fahri faisal farid fathur fatimah fauzan fauzi febri ferdi ferdinand ferry firdaus firli
    firmansyah fitri fitria fitriani galih gani ganjar gatot gede gibran ginanjar ginting gunadi gunawan gus habib
    hadi hafid hafidz haikal halim hamdan hamid hamka hamzah handayani handoko hanif hapsari hardi haris hartati
    hartono harun haryanto haryono hasan hasanuddin hasto hasyim hatta helmi hendra hendrawan hendri hendro hengki
    hengky heni henny herawati heri herman hermanto hermawan heru hery hidayat hidayatullah husein husin husni
    ibnu ibrahim idris ignasius ikhsan ilham ilyas imron indra indrawan indriani irawan irawati irfan irma irwan
    irwansyah iskandar ismail iwan iyan jafar jaka jamal jamaludin jefri joko joni jufri jumadi junaedi junaidi
    jusuf kadir kamal kamil karno kartika kartini khalid khofifah komang kurniawan kusuma kusumo laila laksono
    lasmi lia lilis lina linda lubis luhut lukman luthfi mahendra mahfud mahmud malik mansur mansyur mardiono
    margono maria maruf marwan maryam maulana megawati mira mochamad mohamad mohammad muchtar muhaimin muhamad
    muhammad mukhlis mukhtar mulyadi mulyani mulyono munawar munir mursyid musa mustafa mustofa nadiem nana nanang
    nani nasir nasrudin nasution natsir nia nina ningsih nirwan nisa nova novi novianti nugraha nugroho nur
    nuraini nurdin nurhadi nurhayati nurjanah nurul nyoman oka panjaitan paramita permadi permana pertiwi pohan
    prabowo prasetya prasetyo pratama pratiwi priyanto puan purba purnomo purwanto puspita putu qodari rachmad
    rachman rachmat rahayu rahim rahma rahmad rahman rahmat rahmawati raihan raka rama ramli rangga rani ratih
    ratna retno ratnasari reza riana ribka rifai rini rio ririn riska riski risma rita riyadi rizal rizki rizky robert
    rohman roni ronny rosa rosyid roy rudi rudiyanto rudy ruslan rusli rustam saiful salim salma samsul sandi
    sandiaga santi santosa santoso saputra sarwono satria satrio satya septian setiadi setiawan setyawan setyo
    shinta sidik sihombing simanjuntak sinaga sinta siregar siswanto siswoyo siti sitorus situmorang slamet
    soeharto soekarno soleh solihin sony sri suciati sudarsono sudibyo sudirman sudjono sugeng sugiarto sugiono
    sugiyono suhardi suharso suharto suharyanto suherman sukarno sukma sulaiman sulistyo sulistyowati sumarni
    sumarno sumarsono sunardi sunarto supardi suparman supriadi supriyadi supriyanto suryadi suryana suryani
    suryanto suryo susanti susanto susilo susilowati sutanto sutarman sutarmidji sutomo sutopo sutrisno suwarno
    suyanto suyono syafii syafrudin syahrial syahrul syaiful syamsuddin syamsul syarif syarifuddin taufan taufik
    taufiq tejo thamrin tika titik tito toni totok triyono tuti udin ujang ulfa umar usman utami utomo vina wahid
    wahono wahyu wahyudi wahyuni wardana wardhana wati wawan wayan wibowo widi widiarto widjaja widodo widya
    wijaya wijayanto wiwik wiyono wulan wulandari yahya yani yanti yanto yanuar yasin yasir yasonna yati yoga yogi
    yohanes yudha yudhoyono yudi yuli yulia yuliana yulianti yulianto yuni yunus yusri yusril yusuf zaenal zainal
    zaini zainuddin zaki zubaidah zulfikar zulkarnain zulkifli
    """
)
