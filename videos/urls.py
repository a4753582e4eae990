"""Addresses of footage."""

from django.urls import path

from videos.views import clips_page, family_pages, films, gate, room, sharing, studio, supervision, uploads, watch

app_name = "videos"
urlpatterns = [
    path("cases/<uuid:case_id>/films/", films.case_films, name="case_films"),
    path("films/<uuid:film_id>/", films.film, name="film"),
    path("films/<uuid:film_id>/progress/", films.progress, name="film_progress"),
    path("films/<uuid:film_id>/people/", films.confirm_film, name="confirm_film"),
    path("films/<uuid:film_id>/retry/", films.retry, name="retry_film"),
    path("films/<uuid:film_id>/move/", films.move, name="move_film"),
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
    path("clips/<uuid:clip_id>/", clips_page.clip, name="clip"),
    path("clips/<uuid:clip_id>/comments/", clips_page.comment, name="comment"),
    path("comments/<uuid:comment_id>/take-back/", clips_page.take_back, name="take_comment_back"),
    path("clips/<uuid:clip_id>/share/", sharing.share_clip, name="share_clip"),
    path("clips/<uuid:clip_id>/offer/", sharing.offer_clip, name="offer_clip"),
    path("shares/<uuid:share_id>/end/", sharing.end_share, name="end_share"),
    path("reviews/<uuid:review_id>/room/", room.room, name="room"),
    path("reviews/<uuid:review_id>/room/screen/", room.screen, name="screen"),
    path("reviews/<uuid:review_id>/notes/", room.review_notes, name="review_notes"),
    path("supervision/", supervision.board, name="board"),
    path("supervision/clips/<uuid:clip_id>/", supervision.clip_room, name="clip_room"),
    path("cycles/<uuid:cycle_id>/films/new/", uploads.add_film, name="add_film"),
    path("clips/<uuid:clip_id>/watch/", watch.watch, name="watch"),
    path("clips/<uuid:clip_id>/watched/", family_pages.watched, name="watched"),
    path("cases/<uuid:case_id>/when-it-goes/", family_pages.when, name="when"),
    path("uploads/", uploads.uploads, name="uploads"),
    path("uploads/<uuid:upload_id>", uploads.upload, name="upload"),
    path("uploads/<uuid:upload_id>/parts", uploads.parts, name="parts"),
    path("bytes/<slug:purpose>/<uuid:rendition_id>", gate.stream, name="stream"),
    path("bytes/<slug:purpose>/<uuid:rendition_id>/still-going", gate.still_going, name="still_going"),
]
