"""Addresses of consent."""

from django.urls import path

from consent.views import asking, blank, grid, limits, own, texts

app_name = "consent"
urlpatterns = [
    path("cases/<uuid:case_id>/consent/", grid.case_grid, name="case_grid"),
    path("cases/<uuid:case_id>/consent/ask/", grid.ask_case, name="ask_case"),
    path("cases/<uuid:case_id>/consent/form/", blank.blank, name="blank"),
    path("cases/<uuid:case_id>/consent/form/print/", blank.blank_form, name="blank_form"),
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
    path("papers/<uuid:declaration_id>/receipt.json", own.receipt, name="receipt"),
    path("service/texts/", texts.texts, name="texts"),
    path("service/texts/<slug:purpose>/<slug:action>/", texts.text, name="text"),
    path("service/texts/<slug:purpose>/<slug:action>/write/", texts.write, name="write_text"),
    path("service/texts/<slug:purpose>/<slug:action>/language/", texts.language, name="add_language"),
    path("service/limits/", limits.limits, name="limits"),
    path("service/limits/ages/", limits.ages, name="ages"),
    path("service/limits/first/", limits.first, name="first_limits"),
    path("service/limits/back/<uuid:ceiling_id>/", limits.back, name="earlier_limits"),
    path("service/limits/<slug:purpose>/", limits.purpose_limits, name="purpose_limits"),
]
