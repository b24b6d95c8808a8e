"""Mails to units and supervisors, in English."""

from kck.messaging.terms import Words

CASE = Words(
    subject="{{#urgent}}URGENT: {{/urgent}}Case {{number}}: {{category}}{{#street}}, {{street}}{{/street}}",
    body="""{{unit}}: there is a new case.

{{category}}
{{#street}}
Place: {{street}}
{{/street}}
Number: {{number}}
{{#due}}
Due: {{due}}
{{/due}}

Open the case (no account, no password):
{{link_url}}

The page has the description, photos and a map. You can take the case there, ask the reporter, add photos, say what was done, or hand the case back with a reason.

The link is for {{unit_code}} alone and works for {{days}} days. Not for you? Say so on the same page.""",
)
TASK = Words(
    subject="{{#urgent}}URGENT: {{/urgent}}Task in case {{number}}: {{category}}{{#street}}, {{street}}{{/street}}",
    body="""{{who}}: {{lead}} asks you to do a part of the work.

{{category}}
{{#street}}
Place: {{street}}
{{/street}}
Number: {{number}}
{{#due}}
Due: {{due}}
{{/due}}

Open the task (no account, no password):
{{link_url}}

The page has the task's description and a map. You can take the task there, ask the unit, add photos and say what was done.

The link is for you only and works for {{days}} days. Not for you? Say so on the same page.""",
)
TASK_OFF = Words(
    subject="Task in case {{number}} called off",
    body="""{{who}}: {{lead}} calls the task off. Nothing needs to be done any more.

{{category}}
{{#street}}
Place: {{street}}
{{/street}}
Number: {{number}}""",
)
LIST = Words(
    subject="Today's cases: {{count}} ({{unit_code}})",
    body="""{{unit}}: the cases that wait, the most urgent first.

{{lines}}

Open the list (no account, no password):
{{link_url}}

Each case of the list has its description, photos and a map. You can take the case there, ask the reporter, add photos, say what was done, or hand the case back with a reason.

The link is for {{unit_code}} alone and works for {{days}} days. Not for you? Say so on the same page.""",
)
STUCK = Words(
    subject="Stuck: {{count}} (as of {{day}})",
    body="""{{#unopened}}
Nobody of the unit has opened:
{{unopened}}

{{/unopened}}
{{#sendings}}
Did not reach the unit:
{{sendings}}

{{/sendings}}
{{#calls}}
To be called:
{{calls}}

{{/calls}}
See all of them and help:
{{watch_url}}""",
)
BECAUSE_UNIT = "We write to this address because your unit gave it to us."
BECAUSE_TASK = "We write to this address because it was given with the task."
BECAUSE_WATCHING = "You get this list on working days because you look after what is stuck."
