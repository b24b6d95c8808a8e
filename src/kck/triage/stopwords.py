"""Words that say nothing about the matter, by language, folded."""

from kck.triage.words import word_set

POLISH = word_set(
    """
    i w z na nie się jest to ze od do po przy ul ulicy ulica ulicę proszę prosze dzień dobry jak ale
    już tam tu ktoś coś może ma był była było byli są za pod nad przed oraz lub albo bo czy co gdzie
    kiedy przez dla mnie mój moja moje mam chcę chciałbym chciałabym bardzo tylko jeszcze też ten ta
    te tego tej tym tych który która które których został została zostały prośba zgłaszam zgłoszenie
    zgłosić witam pani pan państwo dziękuję u o obok koło około brak że się żeby aby by gdy jeśli
    jeżeli więc wiec tak no a więcej mi go je jej jego ich nam nas was im ja my wy on ona ono oni
    one swoje swój cały cała całe wszystko każdy każda nic nikt zawsze nigdy znowu znów od dawna
    dzisiaj dziś wczoraj jutro teraz rano wieczorem dni dnia tygodnia tydzień godzin godziny
    uprzejmie proszę pozdrawiam szanowni kraków krakowie krakowa miasto numer nr obecnie
    dzwonić telefon tel kontakt mail nazywam imię nazwisko odpowiedź problem sprawa sprawie
    """
)
ENGLISH = word_set(
    """
    the a an is are was were be been being there here it this that these those of in on at to for
    from with and or not no my your our his her their i we you he she they has have had by near
    next please hello hi dear can could would should will shall how what where when who why do does
    did don't isn't it's i'm very some any about out off up down all after again into over someone
    somebody something need want thanks thank you me us them so but if then than too also just
    since for now today yesterday day days week weeks city krakow street road
    call phone number name email regards report problem issue
    """
)
UKRAINIAN = word_set(
    """
    і й та в у на не що це з із зі до по при вул вулиця вулиці є був була було були будь ласка
    добрий день як але вже там тут хтось щось може має мені мене мій моя моє я ми ви він вона воно
    вони їх його її нам нас вам для від за під над перед або чи де коли хто чому який яка яке які
    дуже тільки ще теж цей ця ці того тієї так ні біля коло через про прошу дякую хочу можна
    сьогодні вчора завтра зараз день дні тиждень тижня краків кракові місто
    телефон номер дзвоніть звати проблема
    """
)
BY_LANGUAGE = {"pl": POLISH, "en": ENGLISH, "uk": UKRAINIAN}
