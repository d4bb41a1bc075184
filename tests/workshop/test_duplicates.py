"""A generated directory of Valmont with planted duplicates: those a person would see must be proposed, and few others."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator

from longuevue.workshop.reasoning.duplicates import Entry, duplicates
from longuevue.workshop.reasoning.sums import Gap, gap

TOWNS = (
    "Valmont",
    "Saint-Aubin-le-Vieux",
    "Roche-sur-Isle",
    "Les Essarts",
    "Pont-de-Claix-Valmont",
    "Montrieux",
    "Bellecombe",
)
ABROAD = (
    "Trèves", "Bamberg", "Coïmbra", "Gérone", "Żyrardów", "Timișoara", "Ouagadougou", "Thiès", "Mahajanga", "Hué",
    "Békéscsaba", "Nabeul", "Tinghir", "Cap-Haïtien", "Kozani", "Louga", "Vérone", "Malmö", "Cordoue", "Bytom",
)  # fmt: skip
FIRST = ("Comité de jumelage", "Amitié", "Solidarité", "Échanges", "Les Amis de", "Mémoire et partage", "Chantiers")
BODIES = (
    "Lycée polyvalent", "Collège", "Médiathèque", "Centre hospitalier", "Clinique", "Maison de quartier", "École de musique",
    "Club de football", "Harmonie municipale", "Institut de formation en soins infirmiers", "Laboratoire de chimie",
    "Incubateur", "Office de tourisme", "Chambre de commerce et d'industrie", "Union locale des entreprises",
)  # fmt: skip
PATRONS = (
    "Jean Moulin", "Simone Veil", "Louise Michel", "Aimé Césaire", "Marie Curie", "Victor Hugo", "Olympe de Gouges",
    "Germaine Tillion", "Nelson Mandela", "Jules Ferry", "Rosa Parks", "Frantz Fanon", "Camille Claudel", "Paul Valéry",
)  # fmt: skip
TRADES = (
    "Mécanique",
    "Textiles",
    "Logiciels",
    "Vignobles",
    "Transports",
    "Verrerie",
    "Optique",
    "Semences",
    "Papeterie",
)
PARTS = ("ba", "dor", "lan", "mer", "nis", "que", "rol", "sen", "tiv", "vau", "zel", "cha", "gri", "pel", "tou", "ful")


def bodies(chance: random.Random) -> Iterator[Entry]:
    """Distinct bodies, many of them near misses: one committee per twin town, one school per patron, branches by town."""
    names = [f"{a} {t}-{b}" for a in FIRST for t in TOWNS[:3] for b in ABROAD]
    names += [f"{b} {p}" for b in BODIES for p in PATRONS]
    names += [f"{b} de {t}" for b in BODIES for t in TOWNS]
    while len(names) < 1_400:
        names.append(f"{chance.choice(TRADES)} {''.join(chance.choices(PARTS, k=3)).capitalize()}")
    for number, name in enumerate(chance.sample(names, len(names))):
        siren = f"{number + 100_000_000}" if chance.random() < 0.4 else ""
        yield Entry(f"e{number}", name, chance.choice(TOWNS), siren=siren, website=f"www.e{number}.example" if chance.random() < 0.3 else "")  # fmt: skip


def again(entry: Entry, chance: random.Random) -> Entry:
    """The same body as another person typed it; its number, when it had one, is forgotten two times in three."""
    name = entry.name
    ways: list[Callable[[str], str]] = [
        lambda n: unicodedata.normalize("NFKD", n).encode("ascii", "ignore").decode(),
        str.upper,
        lambda n: f"Association {n}",
        lambda n: f"{n} (SARL)",
        lambda n: " ".join(reversed(n.split(" ", 1))),
        lambda n: n.replace("Saint", "St").replace("é", "e"),
        lambda n: _typo(n, chance),
        lambda n: n.replace("-", " "),
    ]
    for way in chance.sample(ways, chance.choice((1, 1, 2))):
        name = way(name)
    siren = entry.siren if chance.random() < 0.33 else ""
    return Entry(f"{entry.id}-bis", name, entry.place if chance.random() < 0.7 else "", siren=siren)


def _typo(name: str, chance: random.Random) -> str:
    longest = max(name.split(), key=len)
    at = chance.randrange(1, len(longest) - 2)
    return name.replace(longest, longest[:at] + longest[at + 1] + longest[at] + longest[at + 2 :], 1)


def directory(seed: int, size: int = 1_200, planted: int = 71) -> tuple[list[Entry], set[frozenset[str]]]:
    chance = random.Random(seed)
    real = list(bodies(chance))[: size - planted]
    twice = chance.sample(real, planted)
    copies = [again(entry, chance) for entry in twice]
    entries = chance.sample([*real, *copies], size)
    return entries, {frozenset((e.id, c.id)) for e, c in zip(twice, copies, strict=True)}


def test_planted_duplicates_are_proposed_and_few_others(
    counts: Callable[[int, int], int], prove: Callable[..., None]
) -> None:
    recalls, falses = [], []
    for seed in range(counts(2, 20)):
        entries, planted = directory(seed)
        proposed = {frozenset((p.first, p.second)) for p in duplicates(entries)}
        recalls.append(len(planted & proposed) / len(planted))
        falses.append(len(proposed - planted) / len(entries))
    prove("1,200 actors, 71 planted duplicates: proposed, worst draw", value=f"{min(recalls):.1%}", bar="≥ 95 %", holds=min(recalls) >= 0.95)  # fmt: skip
    prove("1,200 actors: false proposals per actor, worst draw", value=f"{max(falses):.2%}", bar="< 1 %", holds=max(falses) < 0.01)  # fmt: skip


def test_two_official_numbers_are_two_bodies_and_one_number_is_one() -> None:
    a, b = Entry("a", "Verrerie Dorlan", siren="100 000 001"), Entry("b", "Verrerie Dorlan", siren="100000002")
    c = Entry("c", "Ateliers du verre", siren="100000001")
    assert [(p.first, p.second, p.why) for p in duplicates([a, b, c])] == [("a", "c", "same_siren")]


def test_acronym_meets_the_long_name_in_the_same_place() -> None:
    long = Entry("a", "Chambre de commerce et d'industrie de Valmont", "Valmont")
    assert [p.why for p in duplicates([long, Entry("b", "CCI Valmont", "Valmont")])] == ["acronym"]
    assert duplicates([long, Entry("b", "CCI Montrieux", "Montrieux")]) == []


def test_twin_towns_and_numbers_tell_two_committees_apart() -> None:
    names = (
        "Comité de jumelage Valmont-Trèves",
        "Comité de jumelage Valmont-Bamberg",
        "École 1 Jules Ferry",
        "École 2 Jules Ferry",
    )
    filler = [
        Entry(f"f{n}", f"Comité de jumelage Valmont-{town}") for n, town in enumerate(ABROAD[2:]) if town != "Vérone"
    ]
    assert duplicates([*(Entry(n, n, "Valmont") for n in names), *filler]) == []


def test_parts_that_do_not_make_the_total_are_told_and_an_unknown_part_is_not_zero() -> None:
    assert gap(2500, {"a": 200, "b": 1500, "c": 600}) == Gap(2500, 2300)
    assert gap(2300, {"a": 200, "b": 1500, "c": 600}) is None
    assert gap(2500, {"a": 200, "b": None}) is None and gap(None, {"a": 1}) is None
