"""The one address of staff that is open to who has no password yet: the link of an invitation."""

from django.urls import path

from kck.desk.views import invitation

urlpatterns = [
    path("invitation/<str:token>/", invitation.invitation, name="account_invitation"),
]
