"""Addresses of queues: their map, filters by person, saved views, bulk actions, exports."""

from django.urls import path

from kck.desk.views import bulk, crowds, export, palette, queue, saved

urlpatterns = [
    path("", queue.queue, name="queue"),
    path("nav/", queue.nav, name="nav"),
    path("points.json", queue.points, name="points"),
    path("filters/", queue.filters, name="filters"),
    path("search/", queue.search, name="search"),
    path("person/", queue.person, name="queue-person"),
    path("crowds/", crowds.crowds, name="crowds"),
    path("crowds/<int:crowd_id>/dismiss/", crowds.dismiss, name="crowd-dismiss"),
    path("palette/", palette.palette, name="palette"),
    path("views/", saved.views, name="views"),
    path("views/save/", saved.save, name="view-save"),
    path("views/<int:view_id>/", saved.change, name="view-change"),
    path("many/", bulk.choose, name="bulk"),
    path("runs/", bulk.runs, name="runs"),
    path("run/<int:run_id>/", bulk.run, name="run"),
    path("run/<int:run_id>/act/", bulk.act, name="run-act"),
    path("export.<str:form>", export.export, name="export"),
]
