"""Addresses of families and cases."""

from django.urls import path

from families.views import cases, guardianships, holding, leaving, people

app_name = "families"
urlpatterns = [
    path("cases/", cases.caseload, name="caseload"),
    path("cases/new/", cases.open_case, name="open_case"),
    path("cases/<uuid:case_id>/", cases.case, name="case"),
    path("cases/<uuid:case_id>/describe/", cases.describe, name="describe"),
    path("cases/<uuid:case_id>/question/", cases.question, name="question"),
    path("cases/<uuid:case_id>/close/", cases.close, name="close"),
    path("cases/<uuid:case_id>/reopen/", cases.reopen, name="reopen"),
    path("cases/<uuid:case_id>/people/", people.people_of_case, name="people"),
    path("cases/<uuid:case_id>/people/new/", people.add_person, name="add_person"),
    path("cases/<uuid:case_id>/people/<uuid:person_id>/", people.person, name="person"),
    path("cases/<uuid:case_id>/people/<uuid:person_id>/correct/", people.correct_person, name="correct_person"),
    path("cases/<uuid:case_id>/people/<uuid:person_id>/finding/", people.finding, name="finding"),
    path("cases/<uuid:case_id>/people/<uuid:person_id>/invite/", people.invite, name="invite"),
    path("cases/<uuid:case_id>/people/<uuid:person_id>/key/", people.take_key_off, name="take_key_off"),
    path(
        "cases/<uuid:case_id>/people/<uuid:person_id>/may-decide/",
        guardianships.record_guardianship,
        name="record_guardianship",
    ),
    path(
        "cases/<uuid:case_id>/may-decide/<uuid:guardianship_id>/end/",
        guardianships.end_guardianship,
        name="end_guardianship",
    ),
    path("cases/<uuid:case_id>/practitioners/", holding.practitioners, name="practitioners"),
    path("cases/<uuid:case_id>/practitioners/new/", holding.assign, name="assign"),
    path("cases/<uuid:case_id>/give/", leaving.give_case, name="give_case"),
    path("service/seats/<uuid:membership_id>/end/", leaving.end_seat, name="end_seat"),
    path("cases/<uuid:case_id>/hand-over/", holding.hand_over, name="hand_over"),
    path("cases/<uuid:case_id>/practitioners/<uuid:assignment_id>/release/", holding.release, name="release"),
]
