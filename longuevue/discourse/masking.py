"""Names hidden before a sentence is shown, other than those of elected members in office.
Who is in office is given by the caller; nothing is guessed about a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from longuevue.discourse.judge.words import fold

MASK = "[nom masqué]"
_PARTICLE = r"(?:de |du |des |d['’]|de la |le |la |El |Ben |Van |von )?"
_UPPER = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’\-]{1,}"
_PLAIN = r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ'’]+(?:-[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+)*"
_TITLED = re.compile(
    rf"\b((?:M\.|MM\.|Mme|Mmes|Mlle|Monsieur|Madame|Mademoiselle|Maître|Me|Docteur|Dr|Pr|Professeur|consorts|époux|"
    rf"famille)\s+)({_PARTICLE}(?:(?:{_UPPER}|{_PLAIN})(?:[ \-](?!et\b|ou\b))?){{1,4}})"
)
_FULL = re.compile(rf"\b(?:{_PLAIN}\s+){{1,2}}{_PARTICLE}{_UPPER}(?:[ \-]{_UPPER})*\b")
_STUDENT = re.compile(rf"\b{_PLAIN}\s+{_PLAIN}(?=\s*,?\s+(?:étudiant|étudiante|habitant|habitante|née?|demeurant)\b)")
# First names, here to hide who bears them and for nothing else; nothing is ever read from a name.
_FIRST_NAMES = (
    "Abdel Abdelkader Adam Adama Adèle Adrien Agnès Ahmed Aïcha Alain Albert Alex Alexandra Alexandre Alexis Ali Alice Alicia "
    "Aline Amadou Amélie Amina Amine Ana Anaïs André Andrea Andrée Ange Angèle Anissa Anita Ann Anna Anne Annick Annie Anthony "
    "Antoine Antonio Ariane Arnaud Arthur Astrid Audrey Aurélie Aurélien Awa Axel Aymeric Baptiste Barbara Bastien Béatrice "
    "Benjamin Benoît Bernadette Bernard Bertrand Boris Brahim Brigitte Bruno Camille Carine Carla Carlos Carole Caroline "
    "Catherine Cécile Cédric Céline Chantal Charles Charlotte Chloé Christelle Christian Christiane Christine Christophe Claire "
    "Clara Claude Claudine Clémence Clément Coralie Corinne Cyril Damien Daniel Danielle David Delphine Denis Denise Diana "
    "Didier Dominique Édith Édouard Élias Elias Élisabeth Elisabeth Élise Elise Ella Élodie Elsa Emma Emmanuel Emmanuelle "
    "Enzo Éric Eric Erwan Estelle Esther Étienne Eugène Éva Eva Évelyne Fabien Fabienne Fabrice Farid Fatima Fatou Fatoumata "
    "Fernand Florence Florent Florian France Franck François Françoise Frank Frédéric Frédérique Gabriel Gabrielle Gaël "
    "Gaston Geneviève Georges Gérald Gérard Germaine Ghislaine Gilbert Gilles Ginette Grégoire Grégory Guillaume Gustave Guy "
    "Gwenaël Habib Hakim Hamza Hannah Hans Hassan Hélène Henri Henriette Hervé Hocine Hubert Hugo Hugues Ibrahim Ida Igor "
    "Inès Ingrid Irène Isabelle Ismaël Ivan Jacqueline Jacques James Jane Jean Jeanne Jeannine Jennifer Jérémie Jérémy Jérôme "
    "Jessica Joël Joëlle Johan Johanna John José Joseph Josette Josiane Juan Jules Julia Julie Julien Juliette Justine Kader "
    "Karim Karima Karine Kévin Khadija Khaled Laetitia Laïla Laura Laure Laurence Laurent Léa Leïla Léo Léon Lilian Liliane "
    "Lina Linda Lionel Lisa Lise Loïc Lou Louis Louise Luc Lucas Lucie Lucien Lucienne Ludovic Luis Lydia Lydie Madeleine "
    "Magali Malik Mamadou Manon Manuel Marc Marcel Margaux Marguerite Maria Mariam Marianne Marie Marine Marion Marius Marlène "
    "Marthe Martin Martine Mathieu Mathilde Matthieu Maud Maurice Max Maxime Mehdi Mélanie Mélissa Mercedes Michaël Michael "
    "Michel Michèle Micheline Miguel Mireille Mohamed Mohammed Monique Morgane Mouloud Mourad Moussa Mustapha Myriam Nadège "
    "Nadia Nadine Nancy Nassim Natacha Nathalie Nathan Nicolas Nicole Noah Noé Noël Noémie Nora Nordine Odette Odile Olga "
    "Olivia Olivier Omar Oscar Oumar Pablo Pascal Pascale Patrice Patricia Patrick Paul Paule Pauline Pedro Perrine Peter "
    "Philippe Pierre Pierrette Quentin Rachel Rachid Raoul Raphaël Raymond Raymonde Rémi Rémy Renaud René Renée Richard Robert "
    "Robin Roger Roland Romain Romane Rosa Rose Ruth Sabine Sabrina Said Saïd Salim Salima Samia Samir Samira Samuel Sandra "
    "Sandrine Sara Sarah Sébastien Serge Sergio Séverine Sharon Sigrid Simon Simone Sofia Sofiane Solange Sonia Sophie "
    "Stéphane Stéphanie Steve Suzanne Sylvain Sylvette Sylviane Sylvie Tarek Théo Théodore Théophile Thérèse Thibault Thierry "
    "Thomas Tiphaine Tom Tony Valentin Valentine Valérie Vanessa Véronique Victor Victoria Vincent Violette Virginie Vivien "
    "Viviane Walter William Xavier Yacine Yaël Yann Yannick Yasmina Yassine Yohan Yolande Youcef Youssef Yvan Yves Yvette "
    "Yvon Yvonne Zoé Zohra"
)
# « rue Jean-Moulin », « salle Louis Feuillade »: the name of a place hides nobody.
_PLACE = re.compile(
    r"(?:rue|avenue|place|placette|boulevard|allée|impasse|chemin|square|quai|pont|parc|école|collège|lycée|crèche|salle|"
    r"stade|gymnase|piscine|théâtre|cinéma|musée|espace|centre|maison|résidence|médiathèque|bibliothèque|carré|halle|halles|"
    r"scolaire|tous|zac|tour|palais|prix|fondation|conservatoire|station|rond-point|esplanade|auditorium|hôpital)"
    r"\s+(?:de\s+|d['’])?$",
    re.I,
)
_FIRST = re.compile(
    rf"\b(?:{'|'.join(sorted(_FIRST_NAMES.split(), key=len, reverse=True))})(?:-{_PLAIN})?(?:\s+(?:[A-Z]\.\s*)?{_PARTICLE}"
    rf"(?:{_PLAIN}|{_UPPER})){{1,2}}"
)
# Words in capitals after an ordinary word are often an acronym or a city: these are never names of persons.
_NOT_A_NAME = frozenset(
    [
        "feder",
        "zac",
        "serm",
        "ville",
        "conseil",
        "municipal",
        "maire",
        "le",
        "la",
        "les",
        "monsieur",
        "madame",
        "europe",
        "france",
        "hlm",
        "ccas",
        "onu",
        "unesco",
        "rue",
        "avenue",
        "place",
        "boulevard",
        "quartier",
        "parc",
        "ecole",
        "college",
        "lycee",
        "centre",
        "association",
        "societe",
        "festival",
        "region",
        "departement",
        "pays",
        "projet",
        "programme",
        "groupe",
        "maison",
        "commission",
        "direction",
        "service",
        "comite",
        "club",
        "compagnie",
        "salle",
        "stade",
        "musee",
        "theatre",
        "convention",
        "marche",
        "lot",
        "cotisation",
        "adhesion",
        "article",
        "union",
        "conseil",
        "agglomeration",
        "communaute",
        "metropole",
    ]
)
_OFFICES = re.compile(
    r"^(?:le |la |l['’])?(?:maire|préfet|président|ministre|député|sénateur|adjoint|conseiller)", re.I
)


class Mask:
    """Hides names of persons, except those of the elected members given."""

    def __init__(self, elected: Iterable[str] = ()) -> None:
        self._elected = [frozenset(_words(name)) for name in elected if name.strip()]

    def __call__(self, text: str) -> str:
        text = _TITLED.sub(lambda found: found[1] + self._kept(found[2].rstrip(" -"), found[2]), text)
        text = _STUDENT.sub(lambda found: self._kept(found[0], found[0]), text)
        text = _FULL.sub(lambda found: self._kept(found[0], found[0]), text)
        return _FIRST.sub(lambda found: self._of_a_place(found) or self._kept(found[0], found[0]), text)

    def _of_a_place(self, found: re.Match[str]) -> str:
        return found[0] if _PLACE.search(found.string[max(0, found.start() - 40) : found.start()]) else ""

    def _kept(self, name: str, whole: str) -> str:
        words = _words(name)
        if not words or _OFFICES.match(name) or words[0] in _NOT_A_NAME:
            return whole
        # A family name is enough to know an elected member, as minutes write them.
        family = words[-1]
        for elected in self._elected:
            if set(words) <= elected or (family in elected and len(words) == 1):
                return whole
        return MASK + whole[len(name) :]


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", fold(name))
