"""Addresses of consent."""

from django.urls import path

from consent.views import asking, blank, children, grid, limits, own, papers, people, second_look, texts, voiding

app_name = "consent"
urlpatterns = [
    path("cases/<uuid:case_id>/consent/", grid.case_grid, name="case_grid"),
    path("cases/<uuid:case_id>/consent/ask/", grid.ask_case, name="ask_case"),
    path("cases/<uuid:case_id>/consent/form/", blank.blank, name="blank"),
    path("cases/<uuid:case_id>/consent/form/print/", blank.blank_form, name="blank_form"),
    path("assets/<uuid:asset_id>/grid/", grid.clip_grid, name="clip_grid"),
    path("assets/<uuid:asset_id>/consent/", grid.ask, name="ask"),
    path("assets/<uuid:asset_id>/consent/shown/<uuid:person_id>/", children.shown, name="shown"),
    path("assets/<uuid:asset_id>/consent/<uuid:maker_id>/", asking.said, name="said"),
    path("assets/<uuid:asset_id>/consent/<uuid:maker_id>/plan/", asking.plan, name="plan"),
    path("assets/<uuid:asset_id>/consent/<uuid:maker_id>/paper/", papers.paper, name="paper"),
    path("assets/<uuid:asset_id>/consent/<uuid:maker_id>/<slug:purpose>/", asking.question, name="question"),
    path(
        "assets/<uuid:asset_id>/consent/<uuid:maker_id>/<slug:purpose>/copy/",
        asking.question,
        {"action": "keep_copy"},
        name="copy",
    ),
    path("assets/<uuid:asset_id>/people/", people.people, name="people"),
    path("assets/<uuid:asset_id>/people/others/", people.bystanders, name="bystanders"),
    path("assets/<uuid:asset_id>/people/<uuid:person_id>/take-off/", people.take_off, name="take_off"),
    path("assets/<uuid:asset_id>/who/", own.who, name="who"),
    path("assets/<uuid:asset_id>/stop/", own.stop, name="stop"),
    path("declarations/<uuid:declaration_id>/error/", voiding.void, name="void"),
    path("declarations/<uuid:declaration_id>/error/second/", voiding.confirm_void, name="confirm_void"),
    path("proofs/<uuid:proof_id>/", papers.proof, name="proof"),
    path("cases/<uuid:case_id>/people/<uuid:person_id>/will/", children.own_will, name="own_will"),
    path("family/your-say/", children.your_say, name="your_say"),
    path("may-decide/<uuid:guardianship_id>/second-look/", second_look.second_look, name="second_look"),
    path("family/stop/", own.stop_everything, name="stop_everything"),
    path("family/stopped/", own.stopped, name="stopped"),
    path("family/answers/", own.answers, name="answers"),
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
