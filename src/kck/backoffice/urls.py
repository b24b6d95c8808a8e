"""Addresses of editors and administrators; each stands behind the door of its section."""

from django.urls import path

from kck.accounts.policy import may_edit as may_edit_accounts
from kck.accounts.policy import may_make_tokens, may_read_log
from kck.backoffice.doors import open_to
from kck.backoffice.sections import may_enter
from kck.backoffice.views import (
    audit,
    changes,
    city,
    city_files,
    embedding,
    home,
    notices,
    objects,
    papers,
    partners,
    people,
    privacy,
    ready_texts,
    registers,
    retention,
    roles,
    texts,
    things,
    tokens,
    ways,
    webhooks,
)
from kck.channels.ezd.policy import may_watch as may_watch_papers
from kck.channels.webhooks.policy import may_open as may_open_webhooks
from kck.directory.policy import may_edit as may_edit_city
from kck.entrances.policy import may_edit as may_edit_entrances
from kck.messaging.policy import may_edit_texts
from kck.notices.policy import may_edit as may_edit_notices
from kck.places.policy import may_import
from kck.privacy.policy import may_answer as may_answer_requests
from kck.replies.policy import may_edit as may_edit_ready

app_name = "backoffice"
urlpatterns = [
    path("", open_to(may_enter, home.home), name="home"),
    path("texts/", open_to(may_edit_texts, texts.texts), name="texts"),
    path(
        "texts/<str:key>/<str:language>/",
        open_to(may_edit_texts, texts.text, hidden=True),
        name="text",
    ),
    path(
        "texts/<str:key>/<str:language>/preview",
        open_to(may_edit_texts, texts.preview, hidden=True),
        name="text-preview",
    ),
    path(
        "texts/<str:key>/<str:language>/default",
        open_to(may_edit_texts, texts.default, hidden=True),
        name="text-default",
    ),
    path("ready-texts/", open_to(may_edit_ready, ready_texts.texts), name="ready-texts"),
    path("ready-texts/new", open_to(may_edit_ready, ready_texts.new), name="ready-text-new"),
    path(
        "ready-texts/preview",
        open_to(may_edit_ready, ready_texts.preview),
        name="ready-text-preview",
    ),
    path(
        "ready-texts/<str:code>/",
        open_to(may_edit_ready, ready_texts.text, hidden=True),
        name="ready-text",
    ),
    path("notices/", open_to(may_edit_notices, notices.notices), name="notices"),
    path("notices/new", open_to(may_edit_notices, notices.new), name="notice-new"),
    path("notices/preview", open_to(may_edit_notices, notices.preview), name="notice-preview"),
    path(
        "notices/<int:notice_id>/withdraw",
        open_to(may_edit_notices, notices.withdraw, hidden=True),
        name="notice-withdraw",
    ),
    path("city/", open_to(may_edit_city, city.first), name="city"),
    path("city/changes/", open_to(may_edit_city, changes.listed), name="changes-list"),
    path(
        "city/changes/<int:change_set_id>/",
        open_to(may_edit_city, changes.changes, hidden=True),
        name="changes",
    ),
    path(
        "city/changes/<int:change_set_id>/settings",
        open_to(may_edit_city, changes.settings, hidden=True),
        name="changes-settings",
    ),
    path(
        "city/changes/<int:change_set_id>/put",
        open_to(may_edit_city, changes.put, hidden=True),
        name="changes-put",
    ),
    path(
        "city/changes/<int:change_set_id>/undo",
        open_to(may_edit_city, changes.undo, hidden=True),
        name="changes-undo",
    ),
    path(
        "city/changes/<int:change_set_id>/discard",
        open_to(may_edit_city, changes.discard, hidden=True),
        name="changes-discard",
    ),
    path(
        "city/changes/<int:change_set_id>/choose",
        open_to(may_edit_city, changes.choose, hidden=True),
        name="changes-choose",
    ),
    path(
        "city/changes/<int:change_set_id>/edits/<int:edit_id>/drop",
        open_to(may_edit_city, changes.drop, hidden=True),
        name="changes-drop",
    ),
    path("city/files/", open_to(may_edit_city, city_files.files), name="city-files"),
    path("city/files/download", open_to(may_edit_city, city_files.download), name="city-download"),
    path(
        "city/files/<int:upload_id>/",
        open_to(may_edit_city, city_files.upload, hidden=True),
        name="city-upload",
    ),
    path("city/<slug:part>/", open_to(may_edit_city, city.part), name="city-part"),
    path("city/<slug:part>/new", open_to(may_edit_city, things.new), name="thing-new"),
    path(
        "city/<slug:part>/<str:identity>/",
        open_to(may_edit_city, things.thing, hidden=True),
        name="thing",
    ),
    path("ways/", open_to(may_edit_city, ways.ways), name="ways"),
    path("ways/<str:code>/", open_to(may_edit_city, ways.way, hidden=True), name="way"),
    path("privacy/", open_to(may_answer_requests, privacy.requests), name="privacy"),
    path(
        "privacy/<int:request_id>/",
        open_to(may_answer_requests, privacy.one, hidden=True),
        name="privacy-one",
    ),
    path(
        "privacy/<int:request_id>/copy",
        open_to(may_answer_requests, privacy.give, hidden=True),
        name="privacy-give",
    ),
    path(
        "privacy/<int:request_id>/do/<slug:verb>",
        open_to(may_answer_requests, privacy.act, hidden=True),
        name="privacy-act",
    ),
    path("retention/", open_to(may_answer_requests, retention.retention), name="retention"),
    path(
        "retention/switch",
        open_to(may_answer_requests, retention.switch, hidden=True),
        name="retention-switch",
    ),
    path(
        "retention/class/<str:code>/",
        open_to(may_answer_requests, retention.one, hidden=True),
        name="retention-class",
    ),
    path(
        "retention/class/<str:code>/confirm",
        open_to(may_answer_requests, retention.confirm, hidden=True),
        name="retention-confirm",
    ),
    path(
        "retention/case/<str:number>/hold",
        open_to(may_answer_requests, retention.hold, hidden=True),
        name="retention-hold",
    ),
    path(
        "retention/case/<str:number>/lift",
        open_to(may_answer_requests, retention.lift, hidden=True),
        name="retention-lift",
    ),
    path("papers/", open_to(may_watch_papers, papers.papers), name="papers"),
    path(
        "papers/receipts/<int:stray_id>/settled",
        open_to(may_watch_papers, papers.stray_settled, hidden=True),
        name="stray-settled",
    ),
    path(
        "papers/aside/<int:aside_id>/settled",
        open_to(may_watch_papers, papers.aside_settled, hidden=True),
        name="aside-settled",
    ),
    path("embedding/", open_to(may_edit_entrances, embedding.sites), name="embedding"),
    path(
        "embedding/<int:site_id>/take-back",
        open_to(may_edit_entrances, embedding.take_back),
        name="embedding-take-back",
    ),
    path("objects/", open_to(may_edit_entrances, objects.objects), name="objects"),
    path("objects/new", open_to(may_edit_entrances, objects.new), name="object-new"),
    path("objects/table", open_to(may_edit_entrances, objects.table), name="object-table"),
    path("objects/labels", open_to(may_edit_entrances, objects.labels), name="object-labels"),
    path(
        "objects/<int:object_id>/end", open_to(may_edit_entrances, objects.end), name="object-end"
    ),
    path("webhooks/", open_to(may_open_webhooks, webhooks.webhooks), name="webhooks"),
    path("webhooks/new", open_to(may_open_webhooks, webhooks.new), name="webhook-new"),
    path(
        "webhooks/<int:subscription_id>/",
        open_to(may_open_webhooks, webhooks.webhook, hidden=True),
        name="webhook",
    ),
    path(
        "webhooks/<int:subscription_id>/edit",
        open_to(may_open_webhooks, webhooks.edit, hidden=True),
        name="webhook-edit",
    ),
    path(
        "webhooks/<int:subscription_id>/secret",
        open_to(may_open_webhooks, webhooks.reveal, hidden=True),
        name="webhook-reveal",
    ),
    path(
        "webhooks/<int:subscription_id>/replay",
        open_to(may_open_webhooks, webhooks.replay, hidden=True),
        name="webhook-replay",
    ),
    path(
        "webhooks/<int:subscription_id>/do/<slug:verb>",
        open_to(may_open_webhooks, webhooks.act, hidden=True),
        name="webhook-act",
    ),
    path(
        "webhooks/deliveries/<int:delivery_id>/",
        open_to(may_open_webhooks, webhooks.delivery, hidden=True),
        name="webhook-delivery",
    ),
    path(
        "webhooks/deliveries/<int:delivery_id>/again",
        open_to(may_open_webhooks, webhooks.again, hidden=True),
        name="webhook-again",
    ),
    path("registers/", open_to(may_import, registers.registers), name="registers"),
    path("registers/new", open_to(may_import, registers.new), name="register-new"),
    path(
        "registers/<int:source_id>/",
        open_to(may_import, registers.register, hidden=True),
        name="register",
    ),
    path(
        "registers/<int:source_id>/fetch",
        open_to(may_import, registers.fetch, hidden=True),
        name="register-fetch",
    ),
    path(
        "registers/<int:source_id>/end",
        open_to(may_import, registers.end, hidden=True),
        name="register-end",
    ),
    path(
        "registers/runs/<int:run_id>/",
        open_to(may_import, registers.run, hidden=True),
        name="register-run",
    ),
    path(
        "registers/runs/<int:run_id>/undo",
        open_to(may_import, registers.undo, hidden=True),
        name="register-undo",
    ),
    path("tokens/", open_to(may_make_tokens, tokens.tokens), name="tokens"),
    path(
        "tokens/<int:token_id>/revoke",
        open_to(may_make_tokens, tokens.revoke, hidden=True),
        name="token-revoke",
    ),
    path("partners/", open_to(may_make_tokens, partners.partners), name="partners"),
    path(
        "partners/<int:partner_id>/renew",
        open_to(may_make_tokens, partners.renew, hidden=True),
        name="partner-renew",
    ),
    path(
        "partners/<int:partner_id>/revoke",
        open_to(may_make_tokens, partners.revoke, hidden=True),
        name="partner-revoke",
    ),
    path("roles/", open_to(may_edit_accounts, roles.roles), name="roles"),
    path("roles/new", open_to(may_edit_accounts, roles.new), name="role-new"),
    path("roles/<slug:code>/", open_to(may_edit_accounts, roles.role, hidden=True), name="role"),
    path(
        "roles/<slug:code>/undo",
        open_to(may_edit_accounts, roles.undo, hidden=True),
        name="role-undo",
    ),
    path(
        "roles/<slug:code>/remove",
        open_to(may_edit_accounts, roles.remove, hidden=True),
        name="role-remove",
    ),
    path("people/", open_to(may_edit_accounts, people.listed), name="people"),
    path("people/new", open_to(may_edit_accounts, people.invite), name="person-new"),
    path(
        "people/<int:staff_id>/",
        open_to(may_edit_accounts, people.person, hidden=True),
        name="person",
    ),
    path(
        "people/<int:staff_id>/change",
        open_to(may_edit_accounts, people.change, hidden=True),
        name="person-change",
    ),
    path(
        "people/<int:staff_id>/post",
        open_to(may_edit_accounts, people.post, hidden=True),
        name="person-post",
    ),
    path(
        "people/<int:staff_id>/post/<int:post_id>/end",
        open_to(may_edit_accounts, people.post_end, hidden=True),
        name="post-end",
    ),
    path(
        "people/<int:staff_id>/again",
        open_to(may_edit_accounts, people.again, hidden=True),
        name="person-again",
    ),
    path(
        "people/<int:staff_id>/factors",
        open_to(may_edit_accounts, people.factors, hidden=True),
        name="person-factors",
    ),
    path(
        "people/<int:staff_id>/sign-out",
        open_to(may_edit_accounts, people.sign_out, hidden=True),
        name="person-sign-out",
    ),
    path(
        "people/<int:staff_id>/left",
        open_to(may_edit_accounts, people.left, hidden=True),
        name="person-left",
    ),
    path(
        "people/<int:staff_id>/back",
        open_to(may_edit_accounts, people.back, hidden=True),
        name="person-back",
    ),
    path("audit/", open_to(may_read_log, audit.audit), name="audit"),
    path("audit/export", open_to(may_read_log, audit.export), name="audit-export"),
]
