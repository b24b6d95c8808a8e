"""Letters of formal matters and of commitments, each in three languages beside one another."""

from collections.abc import Mapping

from kck.messaging.terms import Words

LETTERS: Mapping[str, Mapping[str, Words]] = {
    "cases.prolonged": {
        "pl": Words(
            subject="Sprawa {{number}}: nowy termin, {{legal}}",
            body="""Zawiadamiamy, że sprawy {{number}} ({{kind}}, {{category}}) nie załatwimy w terminie, który mija {{before}}.

Przyczyna: {{reason}}

Nowy termin: {{legal}}.

Pouczenie
{{instruction}}

Sprawę prowadzi: {{unit}}
Jej przebieg zobaczysz tutaj:
{{case_url}}""",
        ),
        "en": Words(
            subject="Case {{number}}: a new deadline, {{legal}}",
            body="""We inform you that case {{number}} ({{kind}}, {{category}}) will not be settled by its deadline ({{before}}).

Reason: {{reason}}

New deadline: {{legal}}.

Your rights
{{instruction}}

Handled by: {{unit}}
You can follow the case here:
{{case_url}}""",
        ),
        "uk": Words(
            subject="Справа {{number}}: новий строк, {{legal}}",
            body="""Повідомляємо, що справу {{number}} ({{kind}}, {{category}}) не буде вирішено у строк ({{before}}).

Причина: {{reason}}

Новий строк: {{legal}}.

Ваші права
{{instruction}}

Справу веде: {{unit}}
Її перебіг ви побачите тут:
{{case_url}}""",
        ),
    },
    "cases.commitment": {
        "pl": Words(
            subject="Sprawa {{number}}: co z tym, co obiecaliśmy na później",
            body="""Kiedy kończyliśmy sprawę {{number}} ({{category}}), powiedzieliśmy, że wrócimy do niej: {{due}}.

{{#programme}}
Program: {{programme}}

{{/programme}}
{{#kept}}
Zrobiliśmy to.
{{/kept}}
{{#broken}}
Nie zrobiliśmy tego.
{{/broken}}

{{words}}

Sprawę prowadziła jednostka: {{unit}}
Więcej zobaczysz tutaj:
{{case_url}}""",
        ),
        "en": Words(
            subject="Case {{number}}: what became of our commitment",
            body="""When we ended case {{number}} ({{category}}), we said that we would come back to it: {{due}}.

{{#programme}}
Programme: {{programme}}

{{/programme}}
{{#kept}}
We have done it.
{{/kept}}
{{#broken}}
We have not done it.
{{/broken}}

{{words}}

The case was handled by: {{unit}}
You can see more here:
{{case_url}}""",
        ),
        "uk": Words(
            subject="Справа {{number}}: що сталося з нашим зобов’язанням",
            body="""Завершуючи справу {{number}} ({{category}}), ми сказали, що повернемося до неї: {{due}}.

{{#programme}}
Програма: {{programme}}

{{/programme}}
{{#kept}}
Ми це зробили.
{{/kept}}
{{#broken}}
Ми цього не зробили.
{{/broken}}

{{words}}

Справу вів підрозділ: {{unit}}
Більше ви побачите тут:
{{case_url}}""",
        ),
    },
    "cases.commitment_too": {
        "pl": Words(
            subject="Sprawa {{number}}: co z tym, co obiecaliśmy na później",
            body="""Sprawa {{number}} ({{category}}{{#place}}, {{place}}{{/place}}) skończyła się obietnicą, że wrócimy do niej: {{due}}.

{{#own_number}}
Dotyczy to także Twojego zgłoszenia {{own_number}}, które z nią połączyliśmy.

{{/own_number}}
{{#kept}}
Zrobiliśmy to.
{{/kept}}
{{#broken}}
Nie zrobiliśmy tego.
{{/broken}}
{{#again}}
Sprawa jest znów otwarta.
{{/again}}
{{#case_url}}

Więcej zobaczysz tutaj:
{{case_url}}
{{/case_url}}""",
        ),
        "en": Words(
            subject="Case {{number}}: what became of our commitment",
            body="""Case {{number}} ({{category}}{{#place}}, {{place}}{{/place}}) ended with a promise that we would come back to it: {{due}}.

{{#own_number}}
This is also about your own report {{own_number}}, which we merged with it.

{{/own_number}}
{{#kept}}
We have done it.
{{/kept}}
{{#broken}}
We have not done it.
{{/broken}}
{{#again}}
The case is open again.
{{/again}}
{{#case_url}}

You can see more here:
{{case_url}}
{{/case_url}}""",
        ),
        "uk": Words(
            subject="Справа {{number}}: що сталося з нашим зобов’язанням",
            body="""Справа {{number}} ({{category}}{{#place}}, {{place}}{{/place}}) завершилася обіцянкою повернутися до неї: {{due}}.

{{#own_number}}
Це стосується й вашого звернення {{own_number}}, яке ми з нею об’єднали.

{{/own_number}}
{{#kept}}
Ми це зробили.
{{/kept}}
{{#broken}}
Ми цього не зробили.
{{/broken}}
{{#again}}
Справу знову відкрито.
{{/again}}
{{#case_url}}

Більше ви побачите тут:
{{case_url}}
{{/case_url}}""",
        ),
    },
    "cases.author_asked": {
        "pl": Words(
            subject="Sprawa {{number}}: prosimy o imię, nazwisko i adres",
            body="""Sprawę {{number}} prowadzimy jako: {{kind}}. Przepisy nie pozwalają nam rozpatrzyć jej bez imienia i nazwiska (nazwy) oraz adresu osoby, która ją wnosi.

Napisz je tutaj, {{until}}:
{{reply_url}}

Jeśli ich nie podasz, pozostawimy to pismo bez rozpoznania. Usterką, o której mówi, zajmiemy się i tak, jako zwykłym zgłoszeniem.""",
        ),
        "en": Words(
            subject="Case {{number}}: please give your name and address",
            body="""We handle case {{number}} as: {{kind}}. The law does not let us examine it without the name and address of the person who submits it.

Please write them here, {{until}}:
{{reply_url}}

If you do not give them, this letter will be left unexamined. We will deal with the fault it speaks of all the same, as an ordinary report.""",
        ),
        "uk": Words(
            subject="Справа {{number}}: вкажіть, будь ласка, ім’я, прізвище та адресу",
            body="""Справу {{number}} ми розглядаємо як: {{kind}}. Закон не дозволяє розглянути її без імені, прізвища (назви) та адреси особи, яка її подає.

Напишіть їх тут, {{until}}:
{{reply_url}}

Якщо ви їх не вкажете, лист залишиться без розгляду. Несправністю, про яку в ньому йдеться, ми все одно займемося як звичайним зверненням.""",
        ),
    },
}
