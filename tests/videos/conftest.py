"""Who the stories about footage are of. A test file whose people are others says so itself."""

import pytest

from tests.cast import Cast, make_cast
from tests.videos.makers import allow_everything


@pytest.fixture
def cast() -> Cast:
    """Maya's case of Rosa and Leo, in a service whose rules allow everything."""
    made = make_cast()
    allow_everything(made)
    return made
