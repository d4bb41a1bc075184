"""The facts that no edition may hold: a complaint, an offence or a nuisance by country, nationality or origin (S62).

The words that blame are `markers.crossings`'; here they are looked for in what was loaded, whoever loaded it.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from longuevue.markers.crossings import blames, tells_origin
from longuevue.terms.refusal import Refusal


def refuse_origin_beside_blame_in(facts: pa.Table) -> None:
    """Refuse facts that count what people are blamed for by partner country, or by a category of origin."""
    kinds = facts.group_by(["source_id", "measure", "category"]).aggregate([]).to_pylist()
    for kind in kinds:
        measure, category = kind["measure"], kind["category"]
        if not (blames(measure) or blames(category)):
            continue
        mine = pc.and_(pc.equal(facts["source_id"], kind["source_id"]), pc.equal(facts["measure"], measure))
        countries = pc.unique(facts.filter(mine)["counterpart_area"]).to_pylist()
        by_country = sorted(country for country in countries if country not in (None, "W"))
        if by_country or tells_origin(measure) or tells_origin(category):
            told = f"par pays ({', '.join(by_country[:3])})" if by_country else f"selon « {category or measure} »"
            raise Refusal(
                f"« {measure} » est compté {told} : aucune gêne ni infraction n'est rapportée à une origine.",
                "Retirez le pays ou l'origine de ces lignes avant de les charger.",
                where=kind["source_id"],
            )
