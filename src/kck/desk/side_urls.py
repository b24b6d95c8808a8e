"""Addresses of what hangs on a case: tasks, labels, files, other cases; and of splitting it."""

from django.urls import path

from kck.desk.views import (
    contractors,
    labels,
    reading,
    recognition,
    returning,
    sentences,
    sides,
    splitting,
)

urlpatterns = [
    path("case/<str:number>/side/<slug:name>/", sides.side, name="side"),
    path("case/<str:number>/task/<int:task_id>/link/off/", sides.task_link_off, name="task-link"),
    path("case/<str:number>/task/<int:task_id>/<slug:name>/", sides.task, name="task"),
    path("case/<str:number>/label/<int:label_id>/off/", sides.label_off, name="label-off"),
    path("case/<str:number>/tie/<int:tie_id>/off/", sides.untie, name="untie"),
    path("case/<str:number>/file/<int:file_id>/erase/", sides.file_erase, name="file-erase"),
    path("case/<str:number>/file/<uuid:public_id>", sides.file, name="file"),
    path("case/<str:number>/split/", splitting.parts, name="split"),
    path("case/<str:number>/split/undo/", splitting.undo, name="split-undo"),
    path("contractors/", contractors.contractors, name="contractors"),
    path("contractors/<int:contractor_id>/", contractors.contractor, name="contractor"),
    path("labels/", labels.labels, name="labels"),
    path("labels/<int:label_id>/", labels.label, name="label"),
    path("recognition/", recognition.recognition, name="recognition"),
    path("recognition/pair/", recognition.pair, name="recognition-pair"),
    path("recognition/run/", recognition.run, name="recognition-run"),
    path("recognition/train/", recognition.train, name="recognition-train"),
    path("recognition/back/", recognition.go_back, name="recognition-back"),
    path("recognition/sentences/", sentences.sentences, name="sentences"),
    path("recognition/sentences/<int:sentence_id>/", sentences.sentence, name="sentence"),
    path("case/<str:number>/reading/", reading.reading, name="case-reading"),
    path("returning/", returning.returning, name="returning"),
]
