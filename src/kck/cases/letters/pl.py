"""Listy po polsku."""

from kck.messaging.terms import Words

LETTERS = {
    "cases.acknowledged": Words(
        subject="Sprawa {{number}}: dziękujemy, przyjęliśmy",
        body="""Dziękujemy za kontakt. Sprawa ma numer {{number}}.

Czego dotyczy: {{category}}
{{#place}}
Gdzie: {{place}}
{{/place}}
{{^checking}}
Kto się tym zajmuje: {{unit}}
{{/checking}}

{{#checking}}
Pracownik Centrum Kontaktu sprawdzi, która jednostka powinna się tym zająć. Nie musisz nic robić.

{{/checking}}
{{#promise}}
Co obiecujemy: {{promise}}.

{{/promise}}
{{#legal}}
Odpowiedź otrzymasz najpóźniej {{legal}}; taki termin wyznaczają przepisy.

{{/legal}}
{{#call}}
Jeśli zagrożenie trwa, nie czekaj na nas, tylko zadzwoń: {{call}}.

{{/call}}
Tutaj zobaczysz, co się dzieje. Możesz też coś dopisać, dodać zdjęcie albo wycofać zgłoszenie:
{{case_url}}

Ten odnośnik jest tylko dla Ciebie. Jeśli go zgubisz, wejdziesz na {{site}} numerem {{number}} i kodem {{code}}.

{{#unfiled}}
Formularz i e-mail KCK to nie jest formalne złożenie pisma. Sprawę prowadzimy według jej treści. Jeśli potrzebujesz podpisu albo dowodu złożenia, złóż pismo tak:
{{ways}}

{{/unfiled}}
{{^legal}}
To potwierdzenie nie zastępuje pisma w postępowaniu urzędowym. Podanie, odwołanie albo inny wniosek, od którego biegną terminy, złóż przez e-Doręczenia, pocztą lub w urzędzie: {{site}}/formal-filing/
{{/legal}}""",
    ),
    "cases.forwarded": Words(
        subject="Sprawa {{number}}: zajmuje się nią inna jednostka",
        body="""Sprawę {{number}} ({{category}}) prowadzi teraz:
{{unit}}

{{#reason}}
Powód: {{reason}}

{{/reason}}
{{#promise}}
Co obiecujemy: {{promise}}.

{{/promise}}
Nie musisz nic robić. Postęp zobaczysz tutaj:
{{case_url}}""",
    ),
    "cases.recategorised": Words(
        subject="Sprawa {{number}}: wiemy, kto się nią zajmie",
        body="""Sprawdziliśmy sprawę {{number}}.

Czego dotyczy: {{category}}
Kto się tym zajmuje: {{unit}}

{{#promise}}
Co obiecujemy: {{promise}}.

{{/promise}}
Nie musisz nic robić. Postęp zobaczysz tutaj:
{{case_url}}""",
    ),
    "cases.requalified": Words(
        subject="Sprawa {{number}}: prowadzimy ją jako {{kind}}",
        body="""O tym, jak prowadzimy sprawę, decyduje jej treść, a nie nazwa. Dlatego sprawę {{number}} prowadzimy teraz jako: {{kind}}.

{{#reason}}
Powód: {{reason}}

{{/reason}}
{{#legal}}
Odpowiedź otrzymasz najpóźniej {{legal}}; taki termin wyznaczają przepisy.

{{/legal}}
{{#unfiled}}
Formularz i e-mail KCK to nie jest formalne złożenie pisma. Sprawę prowadzimy według jej treści. Jeśli potrzebujesz podpisu albo dowodu złożenia, złóż pismo tak:
{{ways}}

{{/unfiled}}
Numer się nie zmienia. Sprawę zobaczysz tutaj:
{{case_url}}""",
    ),
    "cases.scheduled": Words(
        subject="Sprawa {{number}}: zaplanowaliśmy prace",
        body="""Termin prac w sprawie {{number}} ({{category}}): {{day}}.

{{#words}}
{{words}}

{{/words}}
Jeśli termin się zmieni, damy znać. Postęp zobaczysz tutaj:
{{case_url}}""",
    ),
    "cases.asked": Words(
        subject="Sprawa {{number}}: mamy pytanie",
        body="""Żeby pójść dalej ze sprawą {{number}}, potrzebujemy Twojej odpowiedzi:

{{question}}

Prosimy, odpowiedz {{until}}, tutaj:
{{reply_url}}

Do tego czasu obiecany termin czeka. Jeśli nie odpowiesz, wrócimy do pracy z tym, co już wiemy.""",
    ),
    "cases.waiting_ended": Words(
        subject="Sprawa {{number}}: pracujemy dalej",
        body="""W sprawie {{number}} nie czekamy już na odpowiedź. Pracujemy dalej z tym, co wiemy.

{{#promise}}
Co obiecujemy: {{promise}}.

{{/promise}}
Nadal możesz coś dopisać:
{{reply_url}}""",
    ),
    "cases.answered": Words(
        subject="Sprawa {{number}}: odpowiedź",
        body="""W sprawie {{number}} ({{category}}) {{unit}} odpowiada:

{{answer}}

Całą sprawę zobaczysz tutaj, tu też możesz odpisać:
{{case_url}}""",
    ),
    "cases.done": Words(
        subject="Sprawa {{number}}: {{outcome}}. Prosimy o potwierdzenie",
        body="""Sprawa {{number}} jest zakończona ({{category}}{{#place}}, {{place}}{{/place}}).

Wynik: {{outcome}}
Kto się tym zajmował: {{unit}}

{{words}}

{{#photo}}
Zdjęcie po wykonaniu pracy jest na stronie sprawy.

{{/photo}}
Prosimy, sprawdź i daj nam znać.

Zgadza się, można zamknąć:
{{confirm_url}}

Nie, coś jest nie tak:
{{disagree_url}}

Jeśli się nie odezwiesz, zamkniemy sprawę {{closes}}.""",
    ),
    "cases.confirmed": Words(
        subject="Sprawa {{number}}: dziękujemy za potwierdzenie",
        body="""Dziękujemy za sprawdzenie. Sprawa {{number}} ({{category}}) jest zamknięta.

Jeśli problem wróci, możesz otworzyć ją ponownie {{reopen_until}}:
{{case_url}}""",
    ),
    "cases.closed": Words(
        subject="Sprawa {{number}}: zamknięta",
        body="""Nie dostaliśmy sprzeciwu, dlatego zamknęliśmy sprawę {{number}} ({{category}}).

Jeśli jednak coś jest nie tak, możesz otworzyć ją ponownie {{reopen_until}}:
{{disagree_url}}""",
    ),
    "cases.closed_outright": Words(
        subject="Sprawa {{number}}: odpowiedź",
        body="""Sprawa {{number}} ({{category}}) jest załatwiona.

Wynik: {{outcome}}
Kto się tym zajmował: {{unit}}

{{words}}

Jeśli to nie wystarcza, możesz otworzyć sprawę ponownie {{reopen_until}}:
{{disagree_url}}""",
    ),
    "cases.reopened": Words(
        subject="Sprawa {{number}}: otwarta ponownie",
        body="""Otworzyliśmy ponownie sprawę {{number}} ({{category}}).

{{#reason}}
Powód: {{reason}}

{{/reason}}
Kto się tym zajmuje: {{unit}}

{{#promise}}
Co obiecujemy: {{promise}}.

{{/promise}}
Postęp zobaczysz tutaj:
{{case_url}}""",
    ),
    "cases.disputed": Words(
        subject="Sprawa {{number}}: sprawdzimy jeszcze raz",
        body="""Dziękujemy za wiadomość. Sprawa {{number}} ({{category}}) jest znowu otwarta i sprawdzi ją ktoś inny niż osoba, która ją zakończyła.

{{#checking}}
Tym razem rozstrzygnie Centrum Kontaktu.
{{/checking}}
{{^checking}}
Kto się tym zajmuje: {{unit}}
{{/checking}}

{{#promise}}
Co obiecujemy: {{promise}}.

{{/promise}}
Postęp zobaczysz tutaj:
{{case_url}}""",
    ),
    "cases.merged": Words(
        subject="Sprawa {{number}}: zgłosił to już ktoś inny",
        body="""To samo zgłosiły też inne osoby. Pracujemy nad jedną wspólną sprawą, {{into_number}}, i połączyliśmy z nią sprawę {{number}}.

Nie musisz nic robić. Gdy będzie wynik, napiszemy także do Ciebie. Swoje zgłoszenie nadal zobaczysz tutaj:
{{case_url}}""",
    ),
    "cases.split": Words(
        subject="Twoje zgłoszenie {{number}}: kilka spraw, każda z numerem",
        body="""W Twoim zgłoszeniu było kilka kwestii. Żeby każda trafiła do tych, którzy ją załatwią, prowadzimy je osobno.

{{number}}: {{category}}
{{unit}}
{{case_url}}

{{others}}

O każdej z nich będziemy pisać osobno. Nie musisz nic robić. Te odnośniki są tylko dla Ciebie.""",
    ),
    "cases.unmerged": Words(
        subject="Sprawa {{number}}: to jednak osobna sprawa",
        body="""Sprawa {{number}} ({{category}}) jest jednak inna niż ta, z którą ją połączyliśmy. Prowadzimy ją znowu osobno.

Kto się tym zajmuje: {{unit}}

Postęp zobaczysz tutaj:
{{case_url}}""",
    ),
    "cases.news": Words(
        subject="Sprawa {{number}}: co nowego",
        body="""W sprawie {{number}} ({{category}}):

{{items}}

Kto się tym zajmuje: {{unit}}

{{#promise}}
Co obiecujemy: {{promise}}.

{{/promise}}
Postęp zobaczysz tutaj:
{{case_url}}""",
    ),
    "cases.daily": Words(
        subject="Twoje sprawy: co się dziś wydarzyło",
        body="""Masz u nas kilka otwartych spraw, więc piszemy raz dziennie o wszystkich.

{{items}}""",
    ),
    "cases.done_too": Words(
        subject="Sprawa {{number}}: {{outcome}}",
        body="""Sprawa {{number}} jest zakończona ({{category}}{{#place}}, {{place}}{{/place}}).

{{#own_number}}
Dotyczy to także Twojego zgłoszenia {{own_number}}, które z nią połączyliśmy.

{{/own_number}}
Wynik: {{outcome}}
Kto się tym zajmował: {{unit}}

{{#words}}
{{words}}

{{/words}}
{{#case_url}}
Więcej zobaczysz tutaj:
{{case_url}}
{{/case_url}}""",
    ),
    "cases.closed_too": Words(
        subject="Sprawa {{number}}: zamknięta",
        body="""Sprawa {{number}} jest zamknięta ({{category}}{{#place}}, {{place}}{{/place}}).

{{#own_number}}
Dotyczy to także Twojego zgłoszenia {{own_number}}, które z nią połączyliśmy.

{{/own_number}}
Wynik: {{outcome}}

Jeśli problem nadal istnieje albo wróci, zgłoś go jeszcze raz:
{{site}}""",
    ),
    "cases.merged_too": Words(
        subject="Sprawa {{number}}: połączona z inną",
        body="""Sprawę {{number}} ({{category}}) połączyliśmy ze sprawą {{into_number}}, która dotyczy tego samego.

Nie musisz nic robić. Gdy będzie wynik, napiszemy.""",
    ),
}

BECAUSE_REPORTED = "Piszemy, bo ten adres podano w sprawie {{number}}."
BECAUSE_JOINED = (
    "Piszemy, bo z tym adresem ktoś dołączył do sprawy {{number}} albo do połączonej z nią."
)
