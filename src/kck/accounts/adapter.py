"""How allauth behaves here: nobody signs up by themselves, addresses are counted as ours are."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from kck.foundation.http import client_address


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)
