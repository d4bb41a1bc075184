"""A doubt on a figure is read in plain words where the figure is read, and where the missing links should have been."""

from __future__ import annotations

import html
from collections.abc import Callable

import pytest

Text = Callable[[str], str]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/fr/territoire/com-79189/", "ces 18 jumelages sont sans doute ceux de « Nantes »"),
        ("/fr/chiffre/twinnings/com-79189/", "Demandez à la mairie avant de citer ce chiffre."),
        ("/fr/chiffre/twinnings/com-44109/", "18 jumelages de cette commune ont été rangés par erreur sous Nanteuil"),
        ("/fr/chiffre/twinnings/dep-79/", "le chiffre de 3 communes d'ici est douteux"),
        ("/en/chiffre/twinnings/com-79189/", "these 18 twinnings are probably those of 'Nantes'"),
    ],
)
def test_a_doubtful_twinning_is_shown_as_certain(text_of: Text, address: str, said: str) -> None:
    address = address.replace("/en/chiffre/", "/en/figure/")
    words = html.unescape(text_of(address)).replace("\u202f", " ").replace("\xa0", " ").replace("’", "'")
    assert said in words


def test_a_sure_twinning_is_put_in_doubt(text_of: Text) -> None:
    assert 'class="remark"' not in text_of("/fr/chiffre/twinnings/com-42218/")
