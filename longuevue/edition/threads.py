"""From a figure to a council vote: what was asked about it, answered, undertaken, decided, as an edition holds it.
Each link of the chain was written and approved in the workshop; nothing is inferred here but its order."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from longuevue.diagnosis.silences import Silence, Stake, silences
from longuevue.edition import layout
from longuevue.edition.records import MAY_SAY as OF_PEOPLE
from longuevue.edition.registers import Registers
from longuevue.terms.countries import in_order_of_names

if TYPE_CHECKING:
    from longuevue.edition.places import Place
    from longuevue.territories.areas import AreaRef

#: the diagnostic as a whole, which a decision may take up without naming a figure
WHOLE: Final = ""
#: what a record may say; a build refuses any other word
MAY_SAY: Final[dict[str, frozenset[str]]] = {
    **OF_PEOPLE,
    "policies": frozenset((
        "id", "name", "area", "policy_area", "field", "decided_by", "decided_by_name", "consulted", "raised_by", "aims",
        "expected_return", "start", "end", "tensions", "groups",
    )),
    "deliberations": frozenset((
        "id", "policy", "area", "body", "number", "title", "date", "policy_area", "votes_for", "votes_against",
        "abstentions", "url", "tags", "origin", "citations",
    )),
    "commitments": frozenset((
        "id", "policy", "area", "text", "bearer", "made_on", "due", "room", "post", "marker", "address", "frozen",
        "status", "status_name", "proven", "deliberations", "steps", "evidences", "money",
    )),
    "rooms": frozenset(("id", "question", "area", "marker", "address", "frozen", "made_on", "questions")),
    "policy_counts": frozenset(("id", "area", "followed", "discreet")),
}  # fmt: skip


class Threads(Registers):
    """The part of an edition's reader that answers for policies, decisions, commitments and the threads they make."""

    if TYPE_CHECKING:

        def marker(self, marker_id: str) -> dict[str, Any]: ...
        def portrait(self, area: str | AreaRef) -> dict[str, Any]: ...
        def debates(self, area: str | AreaRef) -> list[dict[str, Any]]: ...

    def policies(self, area: str | AreaRef) -> list[dict[str, Any]]:
        """The policies of the territory and of the places inside it, in order of names; those that pull against each other
        name each other; `effects` are those that each is said to touch, with how and according to whom."""
        names = {one["id"]: one["name"] for one in self._recorded(layout.THREADS["policies"])}
        found = self._inside_of("policies", area)
        told = [
            {
                **one,
                "against": [{**t, "name": names[t["policy"]]} for t in one["tensions"] if t["policy"] in names],
                "effects": [
                    {"effect": effect, "how": line["how"], "stated_by": line["stated_by"]}
                    for effect in self._effects
                    for line in effect["policies"]
                    if line["policy"] == one["id"]
                ],
            }
            for one in found
        ]
        return sorted(told, key=lambda one: (in_order_of_names(one["name"]), one["id"]))

    def policy_counts(self, area: str | AreaRef) -> dict[str, int]:
        """How many policies are followed in the territory and inside it, and how many of them are discreet."""
        rows = self._inside_of("policy_counts", area)
        return {name: sum(row[name] for row in rows) for name in ("followed", "discreet")}

    def threads(self, area: str | AreaRef) -> list[dict[str, Any]]:
        """One thread a figure about which something was asked, undertaken or decided in the territory or inside it."""
        parts = {name: self._inside_of(name, area) for name in ("rooms", "commitments", "deliberations")}
        markers = {one["marker"] for one in (*parts["rooms"], *parts["commitments"]) if one["marker"]}
        markers |= {cited["marker"] for act in parts["deliberations"] for cited in act["citations"]}
        found = [self._thread(marker, **parts) for marker in sorted(markers) if self._shows(marker)]
        return sorted(found, key=lambda thread: (not thread["marker"], thread["marker"]))

    def thread_of_marker(self, marker: str) -> dict[str, Any] | None:
        """Everything that was asked, undertaken or decided about a figure, wherever it was; None when nothing was."""
        names = ("rooms", "commitments", "deliberations")
        thread = self._thread(marker, **{name: self._placed(name) for name in names})
        return thread if len(thread["steps"]) > 1 else None

    def silences(self, area: str | AreaRef) -> list[Silence]:
        """« Fort enjeu, pas de débat »: shares that stand high among peers and that no thread of their field speaks of.
        Nothing is said where nobody has begun to write down what is debated and decided."""
        names = ("policies", "rooms", "commitments", "deliberations")
        if not any(self._inside_of(name, area) for name in names):
            return []
        portrait = self.portrait(area)
        stakes = []
        for reading in portrait["readings"]:
            standing = portrait["standings"].get(reading["marker"])
            marker = self.marker(reading["marker"])
            if standing and standing["percentile"] is not None and marker["unit"]["fr"] == "%":
                stakes.append(Stake(reading["marker"], marker["field"], standing["percentile"]))
        talked = {self.marker(t["marker"])["field"] for t in self.threads(area) if t["marker"]}
        talked |= {one["field"] for one in self._inside_of("policies", area) if one["field"]}
        return silences(stakes, talked)

    # -- inside -------------------------------------------------------------------------------------------------

    def _thread(
        self,
        marker: str,
        *,
        rooms: list[dict[str, Any]],
        commitments: list[dict[str, Any]],
        deliberations: list[dict[str, Any]],
    ) -> dict[str, Any]:
        opened = [room for room in rooms if marker and room["marker"] == marker]
        quoting = {a["id"]: c for a in deliberations for c in a["citations"] if c["marker"] == marker}
        here = {room["id"] for room in opened}
        made = [
            one
            for one in commitments
            if (marker and one["marker"] == marker) or one["room"] in here or quoting.keys() & set(one["deliberations"])
        ]
        carried = {act for one in made for act in one["deliberations"]}
        acts = [act for act in deliberations if act["id"] in quoting or act["id"] in carried]
        steps = [step for room in opened for step in _room_steps(room)]
        steps += [step for one in made for step in _commitment_steps(one)]
        steps += [_act_step(act, quoting.get(act["id"])) for act in acts]
        asked = [step for step in steps if step["kind"] == "question"]
        missing = [
            name
            for name, there in (
                ("room", opened),
                ("answer", all(step["answered"] for step in asked)),
                ("commitment", made),
                ("deliberation", acts),
                ("proof", not made or any(one["proven"] for one in made)),
            )
            if not there
        ]
        steps.sort(key=lambda step: (step["day"] or "", ORDER.index(step["kind"])))
        return {"marker": marker, "steps": [*_figures(opened, made, quoting), *steps], "missing": missing}

    def _shows(self, marker: str) -> bool:
        """A marker that is no longer shown here has no thread: the decision that cites it stays in its own list."""
        return marker == WHOLE or marker in self._known_markers

    @cached_property
    def _known_markers(self) -> frozenset[str]:
        return frozenset(one["id"] for one in self.markers())  # type: ignore[attr-defined]

    def _placed(self, name: str) -> list[dict[str, Any]]:
        """Each record with the place where it stands; one of a place that the edition does not know is not shown."""
        state = self.posts_state() if name == "rooms" else ""  # its words may be taken away
        if self._placed_by_name.get(name, ("-", []))[0] != state:
            known = [(row, self._known(row["area"])) for row in self._recorded(layout.THREADS[name])]
            placed = [{**row, "home": {"ref": home.key, "name": home.name}} for row, home in known if home is not None]
            self._placed_by_name[name] = (state, placed)
        return self._placed_by_name[name][1]

    @cached_property
    def _placed_by_name(self) -> dict[str, tuple[str, list[dict[str, Any]]]]:
        return {}

    def _inside_of(self, name: str, area: str | AreaRef) -> list[dict[str, Any]]:
        place = self._find(area)
        return [row for row in self._placed(name) if self._is_in(self._home(row), place)]

    def _home(self, row: dict[str, Any]) -> Place:
        return self._find(row["home"]["ref"])


#: on one day, in this order
ORDER: Final = ("figure", "room", "question", "answer", "commitment", "deliberation", "proof")


def _figures(rooms: list[Any], made: list[Any], quoting: dict[str, Any]) -> list[dict[str, Any]]:
    """The figure as it read when it was first spoken of: one step an address, oldest edition first."""
    found: dict[str, dict[str, Any]] = {}
    for one in (*rooms, *made, *quoting.values()):
        if one["address"] and one["address"] not in found:
            found[one["address"]] = {
                "kind": "figure",
                "day": None,
                "place": "",
                "address": one["address"],
                **one["frozen"],
            }
    return [found[address] for address in sorted(found, key=lambda a: (a.split("/")[1], a))]


def _room_steps(room: dict[str, Any]) -> list[dict[str, Any]]:
    place = room["home"]["name"]
    steps = [{"kind": "room", "day": room["made_on"], "text": room["question"], "place": place}]
    for asked in room["questions"]:
        answered = bool(asked["answer"])
        steps.append(
            {"kind": "question", "day": asked["day"], "text": asked["text"], "place": place, "answered": answered}
        )
        if answered:
            day = asked["answer_day"]
            steps.append(
                {"kind": "answer", "day": day, "text": asked["answer"], "place": place, "delay_days": asked["days"]}
            )
    return steps


def _commitment_steps(one: dict[str, Any]) -> list[dict[str, Any]]:
    place = one["home"]["name"]
    told = {"text": one["text"], "place": place, "status": one["status"], "status_name": one["status_name"]}
    money = sum(year["spent"] if year["spent"] is not None else year["voted"] or 0 for year in one["money"])
    said = any(year["spent"] is not None or year["voted"] is not None for year in one["money"])
    steps = [
        {"kind": "commitment", "day": one["made_on"], **told, "bearer": one["bearer"], "due": one["due"],
         "proven": one["proven"], "money": money if said else None}
    ]  # fmt: skip
    return steps + [
        {"kind": "proof", "day": proof["day"], "text": proof["what"], "url": proof["url"], "place": place}
        for proof in one["evidences"]
    ]


def _act_step(act: dict[str, Any], cited: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "kind": "deliberation",
        "day": act["date"],
        "text": act["title"],
        "number": act["number"],
        "url": act["url"],
        "place": act["body"] or act["home"]["name"],
        "cites": cited["kind"] if cited else "",
        "quote": cited["quote"] if cited else "",
        "delay_days": cited["delay_days"] if cited else None,
        **{name: act[name] for name in ("votes_for", "votes_against", "abstentions")},
    }
