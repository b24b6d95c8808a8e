"""Ours in place of allauth's, at the same addresses: what the server says is read more strictly."""

from django.urls import path

from kck.desk.views import sign_on

urlpatterns = [
    path("oidc/<str:provider_id>/login/", sign_on.login, name="openid_connect_login"),
    path(
        "oidc/<str:provider_id>/login/callback/", sign_on.callback, name="openid_connect_callback"
    ),
]
