"""The first addresses after signing in."""

from django.urls import path

from vigportal.home import views

app_name = "home"
urlpatterns = [
    path("", views.start, name="start"),
    path("today/", views.today, name="today"),
    path("notices/", views.notices, name="notices"),
]
