"""What is said of a film that is ready but not whole: to the practitioner on its page, to the family beside its day."""

import pytest

from tests.cast import Cast, signed_in
from tests.videos.makers import allow_everything, make_film_of
from tests.videos.transcode import field
from videos.models import Film
from videos.transcode.remarks import SENTENCES, About
from videos.underway import hidden_in, remarks_on

pytestmark = pytest.mark.django_db(transaction=True)


def test_that_what_a_trim_has_hidden_is_told_to_who_works_with_it_and_to_the_family(
    cast: Cast, tmp_path_factory: pytest.TempPathFactory
) -> None:
    allow_everything(cast)
    film = make_film_of(cast, field.ended_by_an_edit(tmp_path_factory.mktemp("film"), 1000, seconds=2.5))
    said = "The 1.5 seconds that were cut away are still in the original"
    assert said in signed_in(cast.maya).get(f"/films/{film.pk}/").text
    assert said in signed_in(cast.rosa).get(f"/cases/{cast.case.pk}/when-it-goes/").text


def test_that_each_remark_has_its_sentence() -> None:
    film = Film(remarks=[(about.value, 1.5) for about in About])
    assert len(set(remarks_on(film))) == len(SENTENCES) == len(About)
    assert all("{" not in said for said in remarks_on(film))
    assert hidden_in(film) in remarks_on(film)
    assert hidden_in(Film()) == ""
