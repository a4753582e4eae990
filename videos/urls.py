"""Addresses of footage."""

from django.urls import path

from videos.views import films, gate, studio, uploads

app_name = "videos"
urlpatterns = [
    path("cases/<uuid:case_id>/films/", films.case_films, name="case_films"),
    path("films/<uuid:film_id>/", films.film, name="film"),
    path("films/<uuid:film_id>/progress/", films.progress, name="film_progress"),
    path("films/<uuid:film_id>/people/", films.confirm_film, name="confirm_film"),
    path("films/<uuid:film_id>/retry/", films.retry, name="retry_film"),
    path("films/<uuid:film_id>/erase/", films.erase, name="erase_film"),
    path("films/<uuid:film_id>/moments/", studio.mark, name="mark_clip"),
    path("clips/<uuid:clip_id>/move/", studio.move, name="move_clip"),
    path("clips/<uuid:clip_id>/words/", studio.describe, name="describe_clip"),
    path("clips/<uuid:clip_id>/order/<str:way>/", studio.order, name="order_clip"),
    path("clips/<uuid:clip_id>/people/", studio.confirm, name="confirm_clip"),
    path("clips/<uuid:clip_id>/stills/", studio.still, name="take_still"),
    path("clips/<uuid:clip_id>/retry/", studio.retry, name="retry_clip"),
    path("clips/<uuid:clip_id>/take-away/", studio.take_away, name="take_clip_away"),
    path("stills/<uuid:still_id>/people/", studio.confirm_still, name="confirm_still"),
    path("cycles/<uuid:cycle_id>/films/new/", uploads.add_film, name="add_film"),
    path("uploads/", uploads.uploads, name="uploads"),
    path("uploads/<uuid:upload_id>", uploads.upload, name="upload"),
    path("uploads/<uuid:upload_id>/parts", uploads.parts, name="parts"),
    path("bytes/<slug:purpose>/<uuid:rendition_id>", gate.stream, name="stream"),
    path("bytes/<slug:purpose>/<uuid:rendition_id>/still-going", gate.still_going, name="still_going"),
]
