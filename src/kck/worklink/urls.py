"""Addresses of personal links; whoever has one may do what it says, so none is ever logged."""

from django.urls import path, register_converter

from kck.unitlinks.terms import TOKEN_LENGTH
from kck.worklink.views import act, case, link, task


class LinkToken:
    """The secret; an address of any other length is no such link."""

    regex = rf"[A-Za-z0-9_-]{{{TOKEN_LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class CaseNumber(LinkToken):
    regex = "[0-9]{9}"


class Size(LinkToken):
    regex = "full|960|320"


register_converter(LinkToken, "link_token")
register_converter(CaseNumber, "link_number")
register_converter(Size, "link_photo_size")

app_name = "worklink"
urlpatterns = [
    path("<link_token:token>/", link.page, name="link"),
    path("<link_token:token>/not-me/", link.not_me, name="not-me"),
    path("<link_token:token>/renew/", link.renew, name="renew"),
    path(
        "<link_token:token>/task/photo/<uuid:public_id>/<link_photo_size:size>",
        task.photo,
        name="task-photo",
    ),
    path("<link_token:token>/task/<slug:name>/", task.act, name="task-act"),
    path("<link_token:token>/<link_number:number>/", case.page, name="case"),
    path(
        "<link_token:token>/<link_number:number>/photo/<uuid:public_id>/<link_photo_size:size>",
        case.photo,
        name="photo",
    ),
    path("<link_token:token>/<link_number:number>/<slug:name>/", act.act, name="act"),
]
