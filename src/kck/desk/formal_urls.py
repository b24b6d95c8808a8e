"""Addresses of formal matters and of the ledger of commitments."""

from django.urls import path

from kck.desk.views import commitments, formal

urlpatterns = [
    path("commitments/", commitments.ledger, name="commitments"),
    path("commitments/ledger.csv", commitments.table, name="commitments-csv"),
    path("commitments/<int:commitment_id>/", commitments.settle, name="commitment"),
    path("case/<str:number>/prolongation.pdf", formal.prolongation, name="prolongation"),
]
