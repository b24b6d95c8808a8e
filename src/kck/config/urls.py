"""Every address of the site; each face brings its own."""

from django.urls import include, path

from kck.config import health

urlpatterns = [
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("metrics", health.metrics),
    path("account/", include("kck.desk.invitation_urls")),
    path("account/", include("kck.desk.sign_on_urls")),
    path("account/", include("allauth.urls")),
    path("backoffice/", include("kck.backoffice.urls")),
    path("desk/", include("kck.desk.urls")),
    path("open311/", include("kck.open311.urls")),
    path("teren/", include("kck.field.urls")),
    path("z/", include("kck.worklink.urls")),
    path("api/", include("kck.api.urls")),
    path("hooks/sms/", include("kck.channels.sms.urls")),
    path("demo/", include("kck.demo.urls")),
    path("", include("kck.ui.urls")),
    path("", include("kck.portal.urls")),
]
handler400 = "kck.ui.errors.bad_request"
handler403 = "kck.ui.errors.forbidden"
handler404 = "kck.ui.errors.not_found"
handler500 = "kck.ui.errors.server_error"
