"""Addresses of footage."""

from django.urls import path

from videos.views import gate, uploads

app_name = "videos"
urlpatterns = [
    path("cycles/<uuid:cycle_id>/films/new/", uploads.add_film, name="add_film"),
    path("uploads/", uploads.uploads, name="uploads"),
    path("uploads/<uuid:upload_id>", uploads.upload, name="upload"),
    path("uploads/<uuid:upload_id>/parts", uploads.parts, name="parts"),
    path("bytes/<slug:purpose>/<uuid:rendition_id>", gate.stream, name="stream"),
    path("bytes/<slug:purpose>/<uuid:rendition_id>/still-going", gate.still_going, name="still_going"),
]
