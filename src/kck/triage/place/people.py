"""Given names and titles as they stand in names of streets, and as they stand before surnames."""

from kck.triage.words import word_set

# in the genitive, as in "ulica Adama Asnyka"
GIVEN_NAMES = word_set(
    """
    adama adolfa agnieszki albina aleksandra aleksandry alfonsa alfreda alojzego ambrożego
    anatola andrzeja anieli anny antoniego apolinarego apolonii arkadego artura augusta
    augustyna barbary bartłomieja bartosza bazylego benedykta bernarda błażeja bogdana bogumiła
    bogusława bolesława brunona bronisława bronisławy cecylii celestyna cypriana cyryla czesława
    damazego daniela dawida dominika edmunda edwarda edyty elizy elżbiety emila emilii erazma
    ernesta eugeniusza eustachego ewy faustyny feliksa ferdynanda filipa floriana franciszka
    franciszki fryderyka gabriela gabrieli gaspara gerarda grażyny grzegorza gustawa haliny
    hanki hanny heleny henryka heronima hieronima hipolita honoriusza huberta hugona ignacego
    ireny izydora jacka jadwigi jakuba jana janiny janusza jarosława jerzego jędrzeja joachima
    joanny joachima józefa józefy juliana juliusza justyna kacpra kajetana kamila karola
    karoliny katarzyny kazimierza klemensa konrada konstantego kornela krystyny krzysztofa
    ksawerego leona leopolda leszka lucjana lucyny ludomira ludwika ludwiki łazarza łucji
    łukasza macieja magdaleny maksymiliana marcelego marcina marka marii mariana marty maurycego
    mateusza melchiora michała mieczysława mikołaja mirosława napoleona narcyzy natalii norberta
    oktawiana olgi oskara otylii pawła pelagii piotra poli rafała rajmunda romana romualda
    roberta róży ryszarda sebastiana seweryna stanisława stanisławy stefana stefanii stefki
    szczepana szymona tadeusza teodora teofila teresy tomasza tymona tytusa ursyna urszuli
    wacława walentego waleriana walerego wandy wawrzyńca wiktora wilhelma wincentego wita
    witolda władysława władysławy włodzimierza wojciecha zbigniewa zdzisława zenona zofii
    zygmunta żegoty estery ady idziego marka fabiana oswalda francesco pabla michała rudolfa
    roberta herberta kingi gertrudy juliana bohdana jeremiego stefana bonifacego samuela
    tobiasza aleksego
    """
)
TITLES = word_set(
    """
    ks księdza św świętego świętej świętych bł gen generała płk pułkownika ppłk mjr majora kpt
    kapitana por porucznika kard kardynała abp arcybiskupa bp biskupa prof profesora dr doktora
    doktor marsz marszałka hetm hetmana inż inżyniera o ojca br brata s siostry kr króla
    królowej księcia rtm rotmistrza kmdr komandora adm admirała im imienia podpułkownika prymasa
    premiera prezydenta st saint
    """
)
# in small letters and without "ul." or "na" these go before somebody who works today
WORKING = word_set(
    "doktora doktor profesora profesor księdza majora kapitana porucznika ojca brata"
)
# what follows is a person, not a place, unless a number or a marker says otherwise
BEFORE_PEOPLE = word_set(
    """
    pan pana panu panem pani panią panna panny państwo państwa p mama mamy mamę tata taty babcia
    babci sąsiad sąsiada sąsiadka sąsiadki córka córki syn syna żona żony mąż męża imieniem
    nazwiskiem im imienia szkoła szkoły szkole liceum lo sp pomnik pomnika pomniku patrona
    autora film koncert mr mrs ms miss neighbour named пан пана пані
    """
)
# nominative, before a surname: "Anna Krakowska"
CALLED = word_set(
    """
    adam agata agnieszka aleksandra alicja andrzej aneta anita anna antoni barbara bartosz beata
    bożena cecylia daria dawid dominik dorota edyta elżbieta emilia ewa ewelina filip franciszek
    grażyna grzegorz halina hanna helena henryk irena iwona izabela jacek jadwiga jakub jan
    janina janusz jerzy joanna jolanta józef julia justyna kamil karol karolina katarzyna
    kazimierz kinga krystyna krzysztof lena leszek lucyna łukasz magdalena maja małgorzata
    marcin marek maria mariusz marta mateusz michał mieczysław mikołaj milena monika natalia
    nina ola oliwia olga patrycja paulina paweł piotr rafał renata robert roman ryszard sabina
    sandra sławomir stanisław stanisława stefan sylwia szymon tadeusz teresa tomasz urszula
    wanda weronika wiesława wiktor wiktoria witold władysław wojciech zbigniew zdzisław zofia
    zuzanna zygmunt żaneta
    """
)
