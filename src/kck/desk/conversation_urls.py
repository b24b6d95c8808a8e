"""Addresses of conversations in writing, and of what goes out."""

from django.urls import path

from kck.desk.views import unread_mail
from kck.desk.views.conversations import (
    acts,
    cases,
    deliveries,
    files,
    inbox,
    many,
    thread,
    writing,
)

_ONE = "conversations/<int:thread_id>/"
urlpatterns = [
    path("mail/unreadable/", unread_mail.unread_mail, name="unread-mail"),
    path("mail/unreadable/<int:mail_id>/", unread_mail.unread_mail_file, name="unread-mail-file"),
    path(
        "mail/unreadable/<int:mail_id>/<slug:how>/",
        unread_mail.unread_mail_act,
        name="unread-mail-act",
    ),
    path("conversations/", inbox.threads, name="inbox"),
    path("conversations/many/", many.many, name="threads-many"),
    path("conversations/undo/", acts.undo, name="threads-undo"),
    path(_ONE, thread.thread, name="thread"),
    path(f"{_ONE}parts/", thread.parts, name="thread-parts"),
    path(f"{_ONE}here/", thread.at_it, name="thread-here"),
    path(f"{_ONE}do/<slug:name>/", acts.act, name="thread-act"),
    path(f"{_ONE}back/<int:post_id>/", acts.back, name="post-back"),
    path(f"{_ONE}unlink/<int:case_id>/", acts.unlink, name="thread-unlink"),
    path(f"{_ONE}cases/", cases.cases, name="thread-cases"),
    path(f"{_ONE}draft/<slug:name>/", writing.draft, name="thread-draft"),
    path(f"{_ONE}draft/<slug:name>/drop/", writing.drop, name="thread-draft-drop"),
    path(f"{_ONE}preview/", writing.preview, name="thread-preview"),
    path(f"{_ONE}file/<int:file_id>/", files.file, name="thread-file"),
    path(f"{_ONE}original/<int:post_id>/", files.original, name="thread-original"),
    path("deliveries/", deliveries.deliveries, name="deliveries"),
    path("deliveries/<int:delivery_id>/<slug:how>/", deliveries.mend, name="delivery-mend"),
]
