"""What every journey begins with: the cast, with its first rules."""

import pytest

from tests.cast import Cast, make_cast
from tests.videos.makers import allow_everything


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """Harbour Family Service, with its first rules."""
    made = make_cast()
    allow_everything(made)
    return made
