"""What who is on duty is told of a danger that nobody has seen. Its first line says all."""

from kck.messaging.terms import Words

BECAUSE_ON_DUTY = {
    "pl": "Dostajesz tę wiadomość, bo ten kontakt wpisano w tabeli etapów jako dyżurny przy zagrożeniu.",
    "en": "You get this message because this contact stands in the table of stages as being on duty for dangers.",
    "uk": "Ви отримали це повідомлення, бо цей контакт записано в таблиці етапів як черговий при небезпеці.",
}
DANGER_UNSEEN = {
    "pl": Words(
        subject="ZAGROŻENIE, nikt jeszcze nie zobaczył: {{number}}, {{category}}",
        body="""{{category}}{{#place}}, {{place}}{{/place}}. Sprawa {{number}}, {{since}}. Nikt w centrum jeszcze jej nie zobaczył.

{{#words}}„{{words}}”

{{/words}}{{#calls}}Zgłaszającemu podano numer: {{calls}}. Sprawdź, czy służby wiedzą.

{{/calls}}Otwórz sprawę: {{case_url}}""",
    ),
    "en": Words(
        subject="DANGER, not seen by anybody yet: {{number}}, {{category}}",
        body="""{{category}}{{#place}}, {{place}}{{/place}}. Case {{number}}, {{since}}. Nobody at the centre has seen it yet.

{{#words}}“{{words}}”

{{/words}}{{#calls}}The reporter was given the number {{calls}}. Check that the services know.

{{/calls}}Open the case: {{case_url}}""",
    ),
    "uk": Words(
        subject="НЕБЕЗПЕКА, ще ніхто не побачив: {{number}}, {{category}}",
        body="""{{category}}{{#place}}, {{place}}{{/place}}. Справа {{number}}, {{since}}. У центрі її ще ніхто не побачив.

{{#words}}«{{words}}»

{{/words}}{{#calls}}Заявнику дали номер: {{calls}}. Перевірте, чи служби знають.

{{/calls}}Відкрити справу: {{case_url}}""",
    ),
}
