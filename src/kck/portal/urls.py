"""Residents' addresses."""

from django.urls import include, path, register_converter

from kck.portal.places import places_urls
from kck.portal.views import (
    app,
    cases,
    contact,
    danger,
    districts,
    embed,
    find,
    group,
    home,
    how,
    leave,
    my_case,
    my_case_acts,
    nearby,
    objects,
    photos,
    public_case,
    rate,
    report,
    send,
    sitemap,
    texts,
    units,
)


class PhotoSize:
    regex = "full|960|320"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class CaseToken:
    """The secret of a link; an address of any other length is no such link."""

    regex = "[A-Za-z0-9_-]{32}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class CasePart(CaseToken):
    regex = "status|history"


register_converter(PhotoSize, "photo_size")
register_converter(CaseToken, "case_token")
register_converter(CasePart, "case_part")

app_name = "portal"
report_urls = [
    path("", report.what, name="report"),
    path("again/", report.start_again, name="report-again"),
    path("group/", group.group, name="report-group"),
    path("photo/", photos.upload, name="report-photo-add"),
    path("photo/<uuid:public_id>/remove/", photos.remove, name="report-photo-remove"),
    path("photo/<uuid:public_id>/<photo_size:size>", photos.draft_photo, name="report-photo"),
    path("danger/", danger.danger, name="report-danger"),
    path("where/", report.where, name="report-where"),
    path("nearby/", nearby.nearby, name="report-nearby"),
    path("details/", report.details, name="report-details"),
    path("check/", send.check, name="report-check"),
    path("sent/", send.sent, name="report-sent"),
]
embed_urls = [
    path("form/", embed.form, name="embed-form"),
    path("status/", embed.status_entry, name="embed-status"),
    path("kck.js", embed.script, name="embed-script"),
]
my_case_urls = [
    path("", my_case.page, name="my-case"),
    path("reply/", my_case_acts.reply, name="my-case-reply"),
    path("confirm/", my_case_acts.agree, name="my-case-confirm"),
    path("disagree/", my_case_acts.object_to, name="my-case-disagree"),
    path("withdraw/", my_case_acts.take_back, name="my-case-withdraw"),
    path("erase/", my_case_acts.erase, name="my-case-erase"),
    path("quiet/", my_case_acts.be_quiet, name="my-case-quiet"),
    path("write-again/", my_case_acts.write_again, name="my-case-write-again"),
    path("part/<case_part:part>/", my_case.part, name="my-case-part"),
    path("photo/<uuid:public_id>/<photo_size:size>", my_case.photo, name="my-case-photo"),
]
cases_urls = [
    path("", cases.cases, name="cases"),
    path("map/", cases.on_map, name="cases-map"),
    path("points.json", cases.points_json, name="cases-points"),
    path("feed.atom", cases.atom, name="cases-feed"),
    path("<str:number>/", public_case.case, name="case"),
    path("<str:number>/me-too/", public_case.join, name="me-too"),
]
text_urls = [
    path("about/", texts.page_of("about"), name="about"),
    path("accessibility/", texts.page_of("accessibility"), name="accessibility"),
    path("privacy/", texts.page_of("privacy"), name="privacy"),
    path("formal-filing/", texts.page_of("formal-filing"), name="formal-filing"),
    path("how-we-work/", how.how, name="how"),
    path("texts/<slug:key>/", texts.text, name="text"),
    path("app.webmanifest", app.manifest, name="manifest"),
    path("robots.txt", texts.robots, name="robots"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path(".well-known/security.txt", texts.security, name="security"),
]
urlpatterns = [
    path("", home.home, name="home"),
    path("report/", include(report_urls)),
    path("zglos/", report.what, name="report-link"),
    path("o/<str:code>/", objects.thing, name="object"),
    # as it is printed, so that no redirect stands between a label and its page
    path("o/<str:code>", objects.thing),
    path("embed/", include(embed_urls)),
    path("status/", embed.status, name="status"),
    path("find/", find.find, name="find"),
    path("s/<case_token:token>/", include(my_case_urls)),
    # as letters write it, so that no redirect stands between a mail and its case
    path("s/<case_token:token>", my_case.page),
    path("s/leave/<uuid:leave_token>", leave.leave, name="leave"),
    path("s/rate/<str:rate_token>", rate.rate, name="rate"),
    path("s/leave/<uuid:leave_token>/again", leave.again, name="leave-again"),
    path("s/enough/<str:token>", leave.enough, name="enough"),
    path("s/enough/<str:token>/again", leave.enough_again, name="enough-again"),
    path("cases/", include(cases_urls)),
    path("districts/", districts.districts, name="districts"),
    path("districts/<str:code>/", districts.district, name="district"),
    path("units/", units.units, name="units"),
    path("units/<str:code>/", units.unit, name="unit"),
    path("contact/", contact.contact, name="contact"),
    path("contact/sent/", contact.sent, name="contact-sent"),
    *text_urls,
    path("photo/<uuid:public_id>/<photo_size:size>", photos.photo, name="photo"),
    path("places/", include(places_urls)),
]
