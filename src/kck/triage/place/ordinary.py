"""Words that go before places, and words that name streets but mostly mean themselves."""

from kck.triage.words import word_set

# what a marker promises: the kind of thing it names
STREET, AVENUE, SQUARE, ESTATE, STOP = "ul.", "al.", "pl.", "os.", "stop"
_MARKERS = (
    (
        STREET,
        word_set(
            """
            ul ulica ulicy ulicę ulicą ulice ulicach uliczka uliczce вул вулиця вулиці
            вулицю вулицею ул улица улице
            """
        ),
    ),
    (
        AVENUE,
        word_set(
            """
            al aleja aleję alei aleją aleje алея алеї алею алеєю avenue проспект проспекті проспекту
            """
        ),
    ),
    (
        SQUARE,
        word_set(
            """
            pl plac placu placem placowi пл площа площі площу площею пляц пляцу пляці майдан майдані
            """
        ),
    ),
    (
        ESTATE,
        word_set(
            """
            os osiedle osiedlu osiedla osiedlem ос осідлє осідле осєдле
            осідлі осєдлі осєдлю осиедле оселя оселі осідля осєдля
            """
        ),
    ),
    (
        STOP,
        word_set(
            """
            przystanek przystanku przystanki przystankiem przystankach przyst pętla pętli pętlę
            pętlą зупинка
            зупинці зупинки
            """
        ),
    ),
)
MARKERS: dict[str, str] = {word: kind for kind, words in _MARKERS for word in words}
ABBREVIATED = word_set("ul al pl os вул пл ос")

AT = word_set(
    """
    na przy koło obok pod róg rogu naprzeciw naprzeciwko wzdłuż okolice okolicach okolicy po
    rejonie rejon rejonu terenie pobliżu obrębie wysokości wjeździe wjazdu węzła węźle
    околицях околиці районі
    skrzyżowanie skrzyżowaniu vis zbiegu wylocie przez wokół on at near by outside opposite along
    corner beside на біля коло при поруч навпроти вздовж по ріг розі
    """
)
ELSEWHERE = word_set(
    """
    z ze do od w we za nad przed między u in from to of for behind around into в у з із зі від
    до за під над через між
    """
)
TOWARDS = word_set("stronę strony kierunku kierunek wylot towards напрямку бік")
CROSSING = word_set(
    """
    róg rogu narożnik narożniku narożnika skrz skrzyż
    skrzyżowanie skrzyżowaniu skrzyżowania zbieg zbiegu corner crossing intersection
    junction перехресті перехрестя розі ріг
    """
)
# between a preposition and a name: "na całej Grębałowskiej", "from the main station"
BETWEEN = word_set(
    """
    the krakowskiej krakowskiego krakowskim krakowską całej samej całym samym cała całą całego
    усій всій цілій вся
    """
)
# heads of names in Ukrainian, which need no capital: "міст Котлярський"
HEARD_HEADS = word_set(
    """
    рондо ронда ронді рондом міст мосту мості мостом парк парку парком озеро озера озері галерея
    галереї галереєю площа площі площу ринок ринку стадіон стадіону театр театру музей музею
    лікарня лікарні цвинтар цвинтарі курган кургані замок замку вокзал вокзалі
    """
)
LIGHTS = word_set(
    """
    światła świateł światłach sygnalizacja sygnalizacji sygnalizator sygnalizatory skrzyżowanie
    skrzyżowaniu lights signals світлофор світлофори світлофора
    """
)
JOINS = word_set("i z ze a oraz and with x та і й з із ріг róg")
# before a building of which a city has one: "przy operze", "pod magistratem"
BESIDE = word_set(
    """
    przy koło obok pod naprzeciw naprzeciwko przed za near by outside opposite beside behind
    біля коло при поруч навпроти під перед
    """
)
NEARBY = word_set("przy koło obok at near by біля при")

# quality words: in small letters they speak of what follows
QUALITIES = word_set(
    """
    nowa stara główna boczna prosta dobra mała wielka duża krótka długa szeroka wąska cicha
    ciemna jasna czysta brudna pusta pełna wesoła miła spokojna zielona czerwona biała czarna
    żółta szara niebieska złota srebrna świeża sucha mokra wodna leśna polna szkolna domowa
    miejska wiejska drewniana kamienna betonowa wysoka niska głęboka płaska ślepa krzywa równa
    stroma górna dolna boczna przednia tylna lewa prawa wschodnia zachodnia północna południowa
    letnia zimowa nocna dzienna poranna wieczorna ciepła zimna chłodna gorąca własna wspólna
    wolna ostatnia pierwsza druga trzecia publiczna prywatna rodzinna polska ukraińska krakowska
    turystyczna rowerowa samochodowa tramwajowa kolejowa autobusowa sportowa spacerowa
    przemysłowa gazowa dworcowa parkowa ogrodowa centralna śródmiejska pogodna słoneczna
    rozległa nasza wasza piękna falista osiedlowa gruntowa dojazdowa gminna zakładowa ciemna
    martwa ładna tania droga mądra równoległa poprzeczna
    """
)
# those that even a preposition does not make a street of in small letters
NEVER_SMALL = word_set(
    """
    nowej starej głównej bocznej prostej dobrej małej wielkiej wodnej krakowskiej polskiej
    wolnej miejskiej własnej wspólnej drugiej pierwszej trzeciej ostatniej publicznej lewej
    prawej krótkiej mokrej śliskiej nowym starym małym dużym głównym nowa stara główna duża cała
    gazowej kolejowej tramwajowej rowerowej wodną gazową nową starą szkolnej rodzinnej domowej
    zimnej ciepłej gorącej suchej czystej brudnej zielonej białej czarnej czerwonej żółtej
    naszej naszą nasza waszej osiedlowej dojazdowej wewnętrznej pierwszej każdej jednej takiej
    innej samej tamtej całej zielonym wysokim czerwonym żółtym takim jednym każdym innym
    """
)
# nouns and forms of verbs that are names as well
ORDINARY = word_set(
    """
    szlak szlaku szlakiem struga strug strugi strugiem orla orli prosta krzywda krzywdy krzywdę
    krzywdzie zarzecze rozrywka rozrywki rozrywce rozrywkę kącik kącika kąciku przewóz przewozu
    przewozie rybitwy rybitw majora strzelców pilotów górników pokoju pokoje zgody zgodzie zgodę
    młodości wolności solidarności przyjaźni róż róży powstańców metalowców orłów zamek zamku
    zamka zamkiem huta huty hucie opera opery operze arena arenie
    areny ratusz ratusza hejnał hejnału emalia emalii arka arki arce krakus krakusa targ targu
    unitarg synagoga opactwo kombinat kombinatu zoo ice uj pk pkp mda uek agh schody sad sady
    sadu most mostu moście mostem droga drogi drodze brzeg brzegu granica granicy łąka łąki
    łąkach pole polu pola polach las lasu lesie góra góry górze dolina doliny dolinie źródło
    źródła staw stawu stawie gaj gaju ogród ogrodu ogrodzie ogrody ogrodach park parku parki
    dwór dworu dworze folwark młyn młynie cegielnia hala hali kościół kościoła szkoła szkoły
    szkole szpital kolonia koło wał wału wale wałach wały nasyp krańcowy pętla pętli pętlę
    przystań skwer rynek rynku rondo ronda rondzie centrum kopiec fort fortu fortem podwórko
    lasek lasku kasztan wąwóz jar jaru skarpa skarpie stok stoku stokach lotnisko lotnisku
    lotniska błonie zakręt zakrętu zakręcie dojazd dojazdu objazd objazdu przejazd przejeździe
    przejście przejścia kładka kładce kładki ścieżka ścieżki ścieżce cmentarz cmentarza plaża
    plaży rzeka rzeki rzece potok potoku potoki wiosna wiosny jesień zima zimy lato lata słońce
    świt zorza tęcza burza mgła deszczowa bród piasek piaski piaskach glina gliny malina malin
    róg osika dąb dębu lipa lipy lipie topola buk klon klonu klony sosna sosny świerk jodła
    jesion modrzew wierzba bez kalina kwiat kwiatów kłos kłosy zboże owoc orzech pokrzywa
    pszczoła ptak ptaków bocian bociana bociany sowa sokół orzeł orła jastrząb skowronek kos lis
    lisa lisy wilk jeleń sarna łoś zając bóbr borsuk żabia świat dom domu domki zdrowie praca
    pracy nauka sztuka historia muzyka sen cud los żniwa dożynki święto święta zabawa wesele
    emaus rozstaje kresy wola woli siła moc armia kurier poczta kolej kolei kolejka rolnik
    rolników kupców lekarzy majster mistrz piekarz kowal szewc stoczniowców nauczycieli obrońców
    ofiar bohaterów weteranów harcerzy kombatantów inwalidów pionierów taras tarasy tarasem
    balkon łan łany okop okopy szaniec stodoła stajnia obora chata głowa głowy rama oko noga
    ręka brama bramy bramie wieża wieży studnia krzyż krzyża krzyżu kapliczka odnoga boczna
    koniec bok stoki pas pasa zjazd zjazdu zjeździe klin kliny klinach włók zagroda zagrody
    magistrat urząd urzędu filharmonia teatr stadion targowisko basen basenu biblioteka poczta
    bednarski rydwan retoryka widok widoku gotyk batalion kolejarzy lotników saperów hutników
    strażacka studencka urocze urocza miodu nocna dębowa myśliwska wandy barbary skała skały
    skałka skałki kamień kamienia żwir wapień wapiennik przełaj przedwiośnie rzepak lazur ruch
    ruchu tor toru tory torach zwierzyniec wiejska walka krótko rusałka kraty krat fosa fosy
    fosie kijanki kurzej kurzei potrzask pod kawowa orna rola roli rolna pasieka pasieki pasiece
    obozowa obozu lotna bliska daleka stawki ślad śladem łuk łuku wąska chmury jama jamy
    stadionu przychodnia filia sklep galeria galerii rampa podstawie podstawa deptak deptaku
    deptakiem kupa kupie kupę kupy radio radiu radia tonie wesele weselu weselach wodociągi
    wodociągów wodociągach praca piątka piątkę piątką piątce szóstka korona koronie korony
    botanik ukraina ukrainy
    ukrainie ukrainę mieszka zakole zakolu kąt kąta kącie kątem elektrociepłownia
    elektrociepłowni ciepłowni zakładzie zakład zakłady магістрат замок замку машини мертві
    чисті зелене зелені сухий біля
    """
)

SMALL_WORDS = word_set(
    """
    i a ale oraz lub albo czy bo że się nie jest są był była było były będzie są tam tu tutaj to
    ten ta już jeszcze znowu znów od do w we z ze na przy za pod nad przed przez koło obok po u
    dla bez między leży leżą stoi stoją wisi wiszą leci płynie cieknie pali palą świeci świecą
    gaśnie miga dymi iskrzy śmierdzi rośnie rosną jezdzi jeździ jeżdżą parkuje parkują robi
    robią tkwi grozi krzyczy szczeka sie nikt nic ktoś coś zawsze nigdy dziś dzisiaj wczoraj
    rano wieczorem nocą noca brak brakuje można trzeba prosze proszę wczesniej ponownie ciągle
    ciagle stale codziennie co gdzie kiedy jak który która które zaraz blisko and is are was
    near by at in on the has have with to from for
    """
)
# what nouns end with where adjectives end with "-ej"
_AFTER_EJ = (
    *(
        "ie",
        "ce",
        "dze",
        "rze",
        "le",
        "cy",
        "czy",
        "szy",
        "rzy",
        "zy",
        "ci",
        "ni",
        "si",
        "li",
        "ji",
    ),
    *("gi", "ki", "ii", "sci"),
)
_VERB_ENDINGS = (
    "je",
    "ja",
    "alo",
    "ilo",
    "ylo",
    "aly",
    "ily",
    "yly",
    "ali",
    "ili",
    "yli",
    "ala",
    "ila",
)


def goes_before_a_noun(form: str, following: str) -> bool:
    """ "na długiej lekcji" speaks of a lesson, "na długiej wystaje" of the street."""
    if following in SMALL_WORDS or following[:1].isdigit() or len(following) < 3:
        return False
    if form.endswith("ej") and following.endswith(("ej", "ych")) and len(following) > 4:
        return True  # "na długiej prostej", "na długiej bocznej ścieżce"
    if form.endswith("ej"):
        return following.endswith(_AFTER_EJ) and not following.endswith(_VERB_ENDINGS)
    if form.endswith(("im", "ym")):
        return following.endswith(("e", "u", "m"))
    if form.endswith("a"):
        return following.endswith(("a", "e", "c")) and not following.endswith(
            ("ona", "ana", "eta", "uje", "sie", "dzie", "zie", "cie", "je", "nie")
        )
    return following.endswith(("u", "a", "e", "y", "i"))
