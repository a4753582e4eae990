"""Addresses of consent."""

from django.urls import path

from consent.views import asking, grid, own, receipts

app_name = "consent"
urlpatterns = [
    path("cases/<uuid:case_id>/consent/", grid.case_grid, name="case_grid"),
    path("cases/<uuid:case_id>/consent/ask/", grid.ask_case, name="ask_case"),
    path("assets/<uuid:asset_id>/grid/", grid.clip_grid, name="clip_grid"),
    path("assets/<uuid:asset_id>/consent/", grid.ask, name="ask"),
    path("assets/<uuid:asset_id>/consent/shown/<uuid:person_id>/", grid.shown, name="shown"),
    path("assets/<uuid:asset_id>/consent/<uuid:maker_id>/", asking.said, name="said"),
    path("assets/<uuid:asset_id>/consent/<uuid:maker_id>/<slug:purpose>/", asking.question, name="question"),
    path("assets/<uuid:asset_id>/who/", own.who, name="who"),
    path("assets/<uuid:asset_id>/stop/", own.stop, name="stop"),
    path("family/stop/", own.stop_everything, name="stop_everything"),
    path("family/stopped/", own.stopped, name="stopped"),
    path("papers/", own.papers, name="papers"),
    path("papers/history/", receipts.own_history, name="own_history"),
    path("papers/history.pdf", receipts.own_history_paper, name="own_history_paper"),
    path("papers/<uuid:declaration_id>/", receipts.receipt_page, name="receipt_page"),
    path("papers/<uuid:declaration_id>/receipt.json", receipts.receipt, name="receipt"),
    path("papers/<uuid:declaration_id>/consent.fhir.json", receipts.fhir, name="fhir"),
    path("cases/<uuid:case_id>/consent/history/", receipts.case_history, name="case_history"),
    path("cases/<uuid:case_id>/consent/history.pdf", receipts.case_history_paper, name="case_history_paper"),
    path("cases/<uuid:case_id>/consent/history.fhir.json", receipts.case_history_fhir, name="case_history_fhir"),
]
