"""What people write in the demo. Nobody of them exists."""

# ruff: noqa: E501 (lines of letters, in Ukrainian too)

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from kck.conversations.terms import Noise


@dataclass(frozen=True, kw_only=True)
class Letter:
    """`before`: how long before Monday morning it came. `photos`: name, what is on it, variant."""

    key: str
    before: timedelta
    sender: str
    text: str
    name: str = ""
    subject: str = ""
    channel: str = "email"
    box: str = "kontakt"
    quoted: str = ""
    signature: str = ""
    photos: tuple[tuple[str, str, int], ...] = ()
    noise: Noise = Noise.NONE
    spam: bool = False
    dmarc: str = "pass"


def _hours(hours: float) -> timedelta:
    return timedelta(hours=hours)


LETTERS = (
    Letter(
        key="trzy",
        before=_hours(1.6),
        sender="bogdan.zlosliwy@poczta.example",
        name="Bogdan Złośliwy",
        subject="Trzy rzeczy naraz, bo nie będę pisał trzech maili",
        text="""Dzień dobry,

po pierwsze na ul. Długiej 12 jest dziura w jezdni, w którą wpadł już drugi rower, zdjęcie w załączniku.

Po drugie na przystanku Stary Kleparz od tygodnia nie świeci latarnia i czeka się po ciemku.

Po trzecie kosz na śmieci przy ul. Krowoderskiej 30 jest przepełniony, gołębie mają wesele (drugie zdjęcie).""",
        signature="Z poważaniem\nBogdan Złośliwy\ntel. 600 300 501",
        photos=(("dziura.jpg", "hole", 2), ("kosz.jpg", "bin", 3)),
    ),
    Letter(
        key="skarga",
        before=_hours(2.4),
        sender="ewa.stanowcza@poczta.example",
        name="Ewa Stanowcza",
        subject="SKARGA na działanie urzędu",
        text="""Na podstawie art. 227 KPA składam skargę na przewlekłe załatwianie mojej sprawy przez Wydział Komunikacji. Od października czekam na zwrot nadpłaty za rejestrację samochodu i nikt nie odpowiada na pisma. Żądam odpowiedzi w terminie ustawowym.""",
        signature="Ewa Stanowcza",
    ),
    Letter(
        key="gaz",
        before=_hours(0.2),
        sender="lokator.7@poczta.example",
        name="Kacper Niewyspany",
        subject="śmierdzi gazem na klatce",
        text="Od rana na klatce schodowej przy ul. Dietla 44 czuć gaz, coraz mocniej. Sąsiadka mówi, żeby wietrzyć, ale boję się zapalić światło.",
    ),
    Letter(
        key="psy",
        before=timedelta(days=3, hours=4),
        sender="janina.od.jamnika@poczta.example",
        name="Janina od Jamnika",
        subject="Czy pies musi mieć kaganiec w tramwaju",
        text="Mój jamnik ma 14 lat i trzy zęby. Motorniczy kazał mu założyć kaganiec. Czy naprawdę musi?",
    ),
    Letter(
        key="garage",
        before=timedelta(days=2, hours=6),
        sender="tom.tourist@mail.example",
        name="Tom Tourist",
        subject="Parking near the castle",
        text="Hello, we are coming by car next week and would like to park near Wawel. Is there a zone where we need to pay, also on Sundays? Our van is 2.4 m high.",
    ),
    Letter(
        key="karta",
        before=timedelta(days=1, hours=2),
        sender="zenon.emeryt@poczta.example",
        name="Zenon Cierpliwy",
        subject="Karta Krakowska dla emeryta",
        text="Chciałbym kartę, ale na stronie chcą ode mnie PIT. Ja jestem emerytem od 2009 roku. Co mam dołączyć?",
    ),
    Letter(
        key="tramwaj",
        before=_hours(4),
        sender="olena.k@poshta.example",
        name="Олена Ковальчук",
        subject="Трамвай 8 не зупиняється",
        text="Добрий день! Трамвай 8 уже третій день не зупиняється на нашій зупинці, а оголошення немає. Як мені дістатися на роботу до Борку? Чи буде заміна автобусом?",
        signature="З повагою\nОлена Ковальчук",
    ),
    Letter(
        key="sad",
        before=_hours(5.5),
        sender="przedszkole@poczta.example",
        name="Przedszkole pod Kasztanem",
        subject="Wycieczka do Ogrodu Botanicznego",
        text="Planujemy wyjście 24 dzieci w maju. Kiedy będzie wiadomo, czy miasto dopłaca do biletów w tym roku?",
    ),
    Letter(
        key="seo",
        before=_hours(3.3),
        sender="growth@seo-rocket.example",
        name="SEO Rocket",
        subject="Your website krakow.pl is losing 93% of visitors!!!",
        text="Dear Sir/Madam, we audited your website and found 214 critical errors. Reply YES to get the FREE report and 50% discount on backlinks.",
        spam=True,
        dmarc="fail",
    ),
    Letter(
        key="lista",
        before=_hours(6.5),
        sender="news@konferencje.example",
        name="Konferencje dla Samorządu",
        subject="Zostało 5 miejsc: RODO w praktyce (Zakopane, 3 dni, jacuzzi)",
        text="Zapraszamy na szkolenie. Aby wypisać się z listy, kliknij poniżej.",
        noise=Noise.LIST,
    ),
    Letter(
        key="prezes",
        before=_hours(1.1),
        sender="prezydent@miasto-krakow.example",
        name="Prezydent Miasta",
        subject="Pilny przelew",
        text="Proszę o pilne opłacenie faktury za fontannę, szczegóły przekażę po potwierdzeniu. Nie dzwonić, jestem na sesji.",
        dmarc="fail",
    ),
    Letter(
        key="hulajnogi",
        before=_hours(0.9),
        sender="marta.w.obcasach@poczta.example",
        name="Marta w Obcasach",
        subject="Hulajnogi na chodniku",
        text="Przy ul. Szewskiej 5 leży w poprzek chodnika osiem hulajnóg. Wózkiem trzeba zjechać na jezdnię. Kto je zabierze i czy można dostać zwrot za złamany obcas?",
        quoted="> W dniu 12 stycznia napisałam do operatora:\n> proszę zabrać hulajnogi.\n> Odpowiedzi brak.",
    ),
    Letter(
        key="info",
        before=_hours(7),
        sender="redakcja@gazeta.example",
        name="Gazeta Podwórkowa",
        subject="Wniosek o udostępnienie informacji publicznej",
        text="Na podstawie ustawy o dostępie do informacji publicznej wnoszę o podanie, ile miasto wydało w 2025 roku na sól drogową i ile ton zużyto.",
    ),
    Letter(
        key="drogi",
        before=_hours(2.1),
        sender="taksowkarz@poczta.example",
        name="Marian z Taxi",
        box="drogi",
        subject="Sygnalizacja na Mogilskim",
        text="Na rondzie Mogilskim zielone dla skręcających w lewo trwa dokładnie cztery sekundy, mierzyłem. Zdąży jeden, i to jak jest z Krakowa. Da się to wydłużyć?",
    ),
    Letter(
        key="pochwala",
        before=_hours(8),
        sender="kasia.k@poczta.example",
        name="Kasia K.",
        subject="Brawo za lodowisko",
        text="Lodowisko na placu jest cudowne, a pan od łyżew miał anielską cierpliwość do mojego taty. Proszę mu przekazać. Pytanie: czy będzie czynne w ferie do 22?",
    ),
    Letter(
        key="sms-kosz",
        before=_hours(6),
        sender="+48600300510",
        channel="sms",
        box="sms",
        text="czy szkło wrzucać z nakrętkami czy bez",
    ),
    Letter(
        key="sms-lampa",
        before=_hours(1.3),
        sender="+48600300511",
        channel="sms",
        box="sms",
        text="Nie swieci latarnia przy Kijowskiej 9 kolo przychodni, juz drugi tydzien",
    ),
    Letter(
        key="sms-en",
        before=_hours(0.7),
        sender="+48600300512",
        channel="sms",
        box="sms",
        text="Hi, lost my backpack in bus 304 yesterday evening, green, with a plush frog. Who do I call?",
    ),
    Letter(
        key="sms-uk",
        before=_hours(0.5),
        sender="+48600300513",
        channel="sms",
        box="sms",
        text="Доброго дня, де зараз можна отримати номер PESEL для новонародженого?",
    ),
    Letter(
        key="sms-dzieki",
        before=_hours(0.4),
        sender="+48600300514",
        channel="sms",
        box="sms",
        text="o ktorej dzis zamykacie urzad na Wielickiej? jestem w korku i juz sie modle",
    ),
)

# our answers, by the letter
REPLIES: Mapping[str, str] = {
    "psy": """Dzień dobry,

małego psa można wieźć bez kagańca, jeśli jedzie na rękach albo w transporterze. Na podłodze kaganiec jest wymagany, także przy trzech zębach.

Pozdrawiamy Panią i jamnika
Katarzyna, Centrum Kontaktu""",
    "garage": """Dear Tom,

yes, Wawel lies in the paid zone. You pay from Monday to Saturday, 10:00 to 20:00; Sundays are free. With 2.4 m you will not fit into most garages, so please use the Park and Ride in Kurdwanów and take the tram.

Contact Centre""",
    "karta": """Dzień dobry,

emeryt nie dołącza PIT-u. Wystarczy numer PESEL i wskazanie urzędu skarbowego w formularzu. Proszę napisać, czy w formularzu zgadza się Pana nazwisko.

Centrum Kontaktu""",
    "sms-kosz": "Bez nakretek: metalowa do zoltego pojemnika, szklo do zielonego. Milego dnia!",
}
