from django.urls import include, path

from benchmarks.by_hand import create, listing

urlpatterns = [
    path("by-hand", create),
    path("by-hand/cases", listing),
    path("", include("kck.config.urls")),
]
handler500 = "kck.ui.errors.server_error"
