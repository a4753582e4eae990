"""What every journey begins with: the cast, and eyes for each page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.cast import Cast, make_cast
from tests.journeys.eyes import Eyes
from tests.videos.makers import allow_everything


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """Harbour Family Service, with its first rules."""
    made = make_cast()
    allow_everything(made)
    return made


@pytest.fixture
def eyes(axe: Callable[[Page], None], width: int) -> Eyes:
    """For the width that this journey is walked at."""
    return Eyes(axe, width)
