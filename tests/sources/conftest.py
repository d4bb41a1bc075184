"""The publishers' real files, read once for every test of this folder that needs them (LONGUEVUE_MIRROR)."""

from __future__ import annotations

import pytest

from longuevue.sources.gathering import Gathered, facts_for
from tests.sources.bench import MIRROR


@pytest.fixture(scope="package")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> Gathered:
    """What the folder that stands for the internet gives, through the door: quarantine, child, store."""
    return facts_for(tmp_path_factory.mktemp("observatory"), MIRROR)
