"""What people of the demo city write: beginnings, endings, answers of units. All invented."""

OPENINGS = (
    "Dzień dobry, ",
    "Witam, ",
    "Szanowni Państwo, ",
    "Dzień dobry. Zgłaszam: ",
    "Proszę o interwencję: ",
    "",
    "",
    "",
    "",
)
CLOSINGS = (
    " Proszę o pilną interwencję.",
    " Pozdrawiam.",
    " Z góry dziękuję.",
    " To już drugi tydzień.",
    " Po wichurze zrobiło się jeszcze gorzej.",
    " Chodzą tędy dzieci do szkoły.",
    " Dzwoniłem już w piątek.",
    " Kiedy można się spodziewać naprawy?",
    "",
    "",
    "",
    "",
)
PLACES = (
    "naprzeciwko sklepu",
    "przy przystanku",
    "koło wejścia do parku",
    "za skrzyżowaniem, po prawej",
    "przed bramą",
    "obok placu zabaw",
    "na wysokości szkoły",
    "przy przejściu dla pieszych",
)
NAMES = (
    "Maria Testowa", "Jan Przykładowy", "Zofia Próbna", "Stanisław Wzorcowy", "Helena Zmyślona",
    "Krzysztof Fikcyjny", "Ewa Pokazowa", "Adam Demonstracyjny", "Olena Prykladna", "John Sample",
)  # fmt: skip
TAKEN = (
    "Zgłoszenie przyjęte, wysyłamy ekipę na oględziny.",
    "Sprawdzimy na miejscu i damy znać, kiedy będzie naprawa.",
    "Zleciliśmy prace. Prosimy o cierpliwość: po wichurze zgłoszeń jest bardzo dużo.",
)
QUESTIONS = (
    "Po której stronie ulicy to jest? Ekipa była na miejscu i nie znalazła usterki.",
    "Czy może Pan/Pani podać numer najbliższego słupa?",
    "Czy problem występuje cały czas, czy tylko o określonej porze?",
    "Czy może Pan/Pani dosłać zdjęcie z szerszej perspektywy?",
)
REPLIES = (
    "Po stronie parzystej, mniej więcej 20 metrów za skrzyżowaniem.",
    "Cały czas, wczoraj wieczorem też.",
    "Słup ma numer 17/4, jest przy samym przejściu.",
)
DONE = (
    "Usterka usunięta, teren uporządkowany.",
    "Prace zakończone. Dziękujemy za zgłoszenie.",
    "Naprawione przez ekipę dyżurną, miejsce sprawdzone po zakończeniu prac.",
    "Wykonano zgodnie ze zgłoszeniem. W razie problemów prosimy o informację.",
)
DONE_FOR_NOW = (
    "Miejsce zabezpieczone, stałą naprawę wykonamy po ustąpieniu mrozów.",
    "Wykonano naprawę doraźną; docelowa jest w planie na marzec.",
)
NOT_FOUND = ("Patrol był na miejscu i nie stwierdził opisanej sytuacji.",)
NOT_CITYS = (
    "Teren należy do spółdzielni mieszkaniowej. Przekazaliśmy jej zgłoszenie.",
    "Droga nie jest w zarządzie miasta; zgłoszenie przekazaliśmy zarządcy.",
)
DISAGREE = (
    "Byłam tam dzisiaj i nic się nie zmieniło.",
    "Zasypali piaskiem, po jednym deszczu znów jest dziura.",
    "Zabrano tylko część, reszta dalej leży.",
)
FORWARDED = (
    "Teren jest w utrzymaniu innej jednostki.",
    "To element infrastruktury, który prowadzi inna jednostka.",
)
HANDED_BACK = (
    "Ten odcinek nie jest w naszym zarządzie.",
    "Brak naszej infrastruktury w tym miejscu.",
)
NOTES = (
    "Ekipa 3 jedzie tam jutro rano.",
    "Podobne zgłoszenie było w grudniu, sprawdzić gwarancję wykonawcy.",
    "Kierownik odcinka potwierdził, że to nasze.",
)
CONTRACTORS = ("Zieleń-Serwis", "Drogmal", "Elektro-Lux", "Czyste Miasto")
# questions that end with an answer on the line: seven of ten contacts
ENQUIRIES = (
    ("O której jest otwarty urząd przy al. Powstania Warszawskiego?",
     "Od 7.40 do 15.30, w poniedziałki dłużej; rezerwacja wizyty przez internet."),
    ("Jak odebrać dowód osobisty?", "Osobiście, w wydziale, w którym złożono wniosek."),
    ("Kiedy wywóz odpadów wielkogabarytowych na Ruczaju?",
     "Termin podaje harmonogram MPO dla adresu; wystawiamy dzień wcześniej."),
    ("Ile kosztuje bilet 20-minutowy?", "Cena jest w taryfie ZTP; podałam adres strony."),
    ("Gdzie złożyć wniosek o Kartę Dużej Rodziny?", "Przez internet albo w punktach urzędu."),
    ("Czy przez wichurę kursują tramwaje na Bronowice?",
     "Od rana kursują normalnie; objazdy odwołano."),
    ("Jak zgłosić zmianę adresu do opłaty za śmieci?",
     "Nowa deklaracja do 14 dni od zmiany, także elektronicznie."),
    ("Zgubiłem portfel w autobusie, gdzie szukać?",
     "Biuro rzeczy znalezionych przewoźnika; podałem numer i godziny."),
    ("Jak zapisać dziecko do przedszkola?", "Rekrutacja rusza w marcu, przez system miasta."),
    ("Gdzie płacić podatek od nieruchomości?", "Na numer rachunku z decyzji."),
    ("Czy można dziś wejść do lasu Wolskiego?", "Po wichurze wstęp jest zamknięty do odwołania."),
    ("Kto odśnieża chodnik przed kamienicą?", "Właściciel nieruchomości przylegającej."),
)  # fmt: skip
