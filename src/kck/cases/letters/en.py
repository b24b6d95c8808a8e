"""The letters in English."""

from kck.messaging.terms import Words

LETTERS = {
    "cases.acknowledged": Words(
        subject="Case {{number}}: thank you, we have it",
        body="""Thank you for getting in touch. Your case has the number {{number}}.

What it is about: {{category}}
{{#place}}
Where: {{place}}
{{/place}}
{{^checking}}
Who is dealing with it: {{unit}}
{{/checking}}

{{#checking}}
Someone at the Contact Centre will check which unit should deal with it. You do not need to do anything.

{{/checking}}
{{#promise}}
What we promise: {{promise}}.

{{/promise}}
{{#legal}}
You will get an answer {{legal}} at the latest, as the law requires.

{{/legal}}
{{#call}}
If there is still danger, do not wait for us. Call: {{call}}.

{{/call}}
Here you can see what is happening, add something, send a photo or withdraw your report:
{{case_url}}

This link is for you only. If you lose it, go to {{site}} and use the number {{number}} and the code {{code}}.

{{#unfiled}}
A form or a mail to KCK is not a formal filing. We deal with your case by what it says. If you need a signature or a proof of filing, file the letter like this:
{{ways}}

{{/unfiled}}
{{^legal}}
This confirmation does not replace a letter in an official procedure. An application or an appeal from which deadlines run must be filed through e-Doręczenia, by post or at an office: {{site}}/formal-filing/
{{/legal}}""",
    ),
    "cases.forwarded": Words(
        subject="Case {{number}}: another unit is dealing with it",
        body="""Case {{number}} ({{category}}) is now with:
{{unit}}

{{#reason}}
Reason: {{reason}}

{{/reason}}
{{#promise}}
What we promise: {{promise}}.

{{/promise}}
You do not need to do anything. See the progress here:
{{case_url}}""",
    ),
    "cases.recategorised": Words(
        subject="Case {{number}}: we know who will deal with it",
        body="""We have looked at case {{number}}.

What it is about: {{category}}
Who is dealing with it: {{unit}}

{{#promise}}
What we promise: {{promise}}.

{{/promise}}
You do not need to do anything. See the progress here:
{{case_url}}""",
    ),
    "cases.requalified": Words(
        subject="Case {{number}}: we handle it as {{kind}}",
        body="""How we handle a case depends on what it says, not on what it is called. That is why we now handle case {{number}} as: {{kind}}.

{{#reason}}
Reason: {{reason}}

{{/reason}}
{{#legal}}
You will get an answer {{legal}} at the latest, as the law requires.

{{/legal}}
{{#unfiled}}
A form or a mail to KCK is not a formal filing. We deal with your case by what it says. If you need a signature or a proof of filing, file the letter like this:
{{ways}}

{{/unfiled}}
The number stays the same. See your case here:
{{case_url}}""",
    ),
    "cases.scheduled": Words(
        subject="Case {{number}}: the work is planned",
        body="""The work in case {{number}} ({{category}}) is planned: {{day}}.

{{#words}}
{{words}}

{{/words}}
If the date changes, we will let you know. See the progress here:
{{case_url}}""",
    ),
    "cases.asked": Words(
        subject="Case {{number}}: we have a question",
        body="""To go on with case {{number}} we need your answer:

{{question}}

Please answer {{until}}, here:
{{reply_url}}

Until then the promised date waits. If you do not answer, we will go on with what we know.""",
    ),
    "cases.waiting_ended": Words(
        subject="Case {{number}}: we are going on",
        body="""In case {{number}} we are no longer waiting for an answer. We are going on with what we know.

{{#promise}}
What we promise: {{promise}}.

{{/promise}}
You can still add something:
{{reply_url}}""",
    ),
    "cases.answered": Words(
        subject="Case {{number}}: an answer",
        body="""In case {{number}} ({{category}}) {{unit}} answers:

{{answer}}

See the whole case here; you can also write back:
{{case_url}}""",
    ),
    "cases.done": Words(
        subject="Case {{number}}: {{outcome}}. Please confirm",
        body="""Case {{number}} is finished ({{category}}{{#place}}, {{place}}{{/place}}).

Outcome: {{outcome}}
Who dealt with it: {{unit}}

{{words}}

{{#photo}}
A photo of the finished work is on the page of the case.

{{/photo}}
Please have a look and let us know.

Yes, you can close it:
{{confirm_url}}

No, something is wrong:
{{disagree_url}}

If we do not hear from you, we will close the case {{closes}}.""",
    ),
    "cases.confirmed": Words(
        subject="Case {{number}}: thank you for confirming",
        body="""Thank you for checking. Case {{number}} ({{category}}) is closed.

If the problem comes back, you can reopen the case {{reopen_until}}:
{{case_url}}""",
    ),
    "cases.closed": Words(
        subject="Case {{number}}: closed",
        body="""Nobody objected, so we have closed case {{number}} ({{category}}).

If something is wrong after all, you can reopen the case {{reopen_until}}:
{{disagree_url}}""",
    ),
    "cases.closed_outright": Words(
        subject="Case {{number}}: an answer",
        body="""Case {{number}} ({{category}}) is settled.

Outcome: {{outcome}}
Who dealt with it: {{unit}}

{{words}}

If this is not enough, you can reopen the case {{reopen_until}}:
{{disagree_url}}""",
    ),
    "cases.reopened": Words(
        subject="Case {{number}}: reopened",
        body="""We have reopened case {{number}} ({{category}}).

{{#reason}}
Reason: {{reason}}

{{/reason}}
Who is dealing with it: {{unit}}

{{#promise}}
What we promise: {{promise}}.

{{/promise}}
See the progress here:
{{case_url}}""",
    ),
    "cases.disputed": Words(
        subject="Case {{number}}: we will check again",
        body="""Thank you for telling us. Case {{number}} ({{category}}) is open again, and somebody other than the person who finished it will check.

{{#checking}}
This time the Contact Centre decides.
{{/checking}}
{{^checking}}
Who is dealing with it: {{unit}}
{{/checking}}

{{#promise}}
What we promise: {{promise}}.

{{/promise}}
See the progress here:
{{case_url}}""",
    ),
    "cases.merged": Words(
        subject="Case {{number}}: somebody has already reported this",
        body="""Other people have reported the same thing. We are working on one common case, {{into_number}}, and have joined case {{number}} to it.

You do not need to do anything. When there is an outcome, we will write to you too. You can still see your report here:
{{case_url}}""",
    ),
    "cases.split": Words(
        subject="Your report {{number}}: several cases, each with a number",
        body="""Your report was about several matters. So that each reaches those who can deal with it, we handle them separately.

{{number}}: {{category}}
{{unit}}
{{case_url}}

{{others}}

We will write to you about each of them. You do not have to do anything. These links are for you only.""",
    ),
    "cases.unmerged": Words(
        subject="Case {{number}}: a separate case after all",
        body="""Case {{number}} ({{category}}) is different from the one we had joined it to. We are handling it separately again.

Who is dealing with it: {{unit}}

See the progress here:
{{case_url}}""",
    ),
    "cases.news": Words(
        subject="Case {{number}}: what is new",
        body="""In case {{number}} ({{category}}):

{{items}}

Who deals with it: {{unit}}

{{#promise}}
What we promise: {{promise}}.

{{/promise}}
You can follow it here:
{{case_url}}""",
    ),
    "cases.daily": Words(
        subject="Your cases: what happened today",
        body="""You have several open cases with us, so we write once a day about all of them.

{{items}}""",
    ),
    "cases.done_too": Words(
        subject="Case {{number}}: {{outcome}}",
        body="""Case {{number}} is finished ({{category}}{{#place}}, {{place}}{{/place}}).

{{#own_number}}
This also covers your report {{own_number}}, which we had joined to it.

{{/own_number}}
Outcome: {{outcome}}
Who dealt with it: {{unit}}

{{#words}}
{{words}}

{{/words}}
{{#case_url}}
See more here:
{{case_url}}
{{/case_url}}""",
    ),
    "cases.closed_too": Words(
        subject="Case {{number}}: closed",
        body="""Case {{number}} is closed ({{category}}{{#place}}, {{place}}{{/place}}).

{{#own_number}}
This also covers your report {{own_number}}, which we had joined to it.

{{/own_number}}
Outcome: {{outcome}}

If the problem is still there or comes back, please report it again:
{{site}}""",
    ),
    "cases.merged_too": Words(
        subject="Case {{number}}: joined to another one",
        body="""We have joined case {{number}} ({{category}}) to case {{into_number}}, which is about the same thing.

You do not need to do anything. When there is an outcome, we will write.""",
    ),
}

BECAUSE_REPORTED = "You get this because this address was given in case {{number}}."
BECAUSE_JOINED = (
    "You get this because somebody with this address joined case {{number}} or one joined to it."
)
