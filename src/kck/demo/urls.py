"""The demo's own pages; they answer only where `KCK_DEMO` is set."""

from django.urls import path

from kck.demo import phone, views

app_name = "demo"
urlpatterns = [
    path("", views.scenario, name="scenario"),
    path("mailbox/", views.mailbox, name="mailbox"),
    path("mailbox/<int:mail_id>/", views.mail, name="mail"),
    path("mailbox/<int:mail_id>/page", views.mail_page, name="mail-page"),
    path("phone/", phone.phone, name="phone"),
    path("embed/", views.embed, name="embed"),
    path("role/<slug:seat>/", views.become, name="become"),
    path("again/", views.again, name="again"),
]
