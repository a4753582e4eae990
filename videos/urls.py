"""Addresses of footage."""

from django.urls import path

from videos.views import gate

app_name = "videos"
urlpatterns = [
    path("bytes/<slug:purpose>/<uuid:rendition_id>", gate.stream, name="stream"),
    path("bytes/<slug:purpose>/<uuid:rendition_id>/still-going", gate.still_going, name="still_going"),
]
