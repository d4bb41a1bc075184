"""Pages of testimonies: nine screens at most without an account, the receipt, taking back; then what moderators see."""

from __future__ import annotations

import os
import uuid
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from longuevue.terms.refusal import Refusal
from longuevue.workshop.effects.selectors import marker_choices
from longuevue.workshop.frame.doors import EVERYONE, door, refused
from longuevue.workshop.frame.encryption import opened, sealed
from longuevue.workshop.frame.networks import network_of
from longuevue.workshop.frame.pages import page_of
from longuevue.workshop.frame.templatetags.workshop import STATIC
from longuevue.workshop.frame.texts import text_of, whole_of
from longuevue.workshop.frame.words import say
from longuevue.workshop.reasoning.flags import flags
from longuevue.workshop.testimonies import flood, selectors, services, voice_notes
from longuevue.workshop.testimonies.forms import AnswerForm, CampaignForm, KindForm, UsesForm, VerdictForm
from longuevue.workshop.testimonies.kinds import KINDS, LAST_SCREEN, QUESTIONS, QUOTES, USES_SCREEN
from longuevue.workshop.testimonies.models import Contact, Status, Story
from longuevue.workshop.testimonies.quotas import QuotasForm, filled

STORY, TOKEN = "story", "story_token"
#: stories a page; questions asked, or groups of stories almost the same, a page
A_PAGE, A_SHORT_PAGE = 50, 20
#: how the address names the pages of those
CAMPAIGNS, GROUPS = "questions", "groupes"
#: the states in which they are listed
LISTED: tuple[Any, ...] = (Status.SENT, Status.APPROVED, Status.REFUSED)


@door(EVERYONE, methods=("GET", "POST"))
def start(request: HttpRequest, campaign_id: Any) -> HttpResponse:
    """What is asked, what becomes of it, and one button. Nothing is kept before it is pressed."""
    campaign = selectors.campaign_anywhere(campaign_id)
    if request.method == "POST":
        story, token = services.begin(campaign)
        remember(request, story, token)
        return redirect("story_screen", 1)
    draft = _held(request)
    begun = draft is not None and draft.campaign_id == campaign.pk and draft.status == Status.DRAFT
    return _page(request, "start", {"campaign": campaign, "begun": begun})


@door(EVERYONE)
def come_back(request: HttpRequest, token: str) -> HttpResponse:
    """The private link: the session remembers the story, and the token leaves the address at once."""
    story = selectors.story_of_token(token)
    if story is None:
        raise Refusal(say("testimonies.no_story"), say("testimonies.no_story_remedy"))
    remember(request, story, token)
    return redirect("story_screen", 1) if story.status == Status.DRAFT else redirect("story_receipt")


@door(EVERYONE, methods=("GET", "POST"))
def screen(request: HttpRequest, screen: int) -> HttpResponse:
    """One screen of a story. What is written is kept at each step, so that a closed tab loses one screen at most."""
    story = _mine(request)
    if story.status != Status.DRAFT:
        return redirect("story_receipt")
    if not 1 <= screen <= LAST_SCREEN:
        return redirect("story_screen", 1)
    if screen == LAST_SCREEN:
        return _last(request, story)
    form = _form(request, story, screen)
    if request.method == "POST" and form.is_valid():
        _keep(story, screen, form.cleaned_data)
        return redirect("story_screen", screen + 1)
    return _page(
        request, "screen", {"form": form, "screen": screen, "last": LAST_SCREEN, "story": story}, bad=bool(form.errors)
    )


def _form(request: HttpRequest, story: Story, screen: int) -> Any:
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    if screen == 1:
        agreed = story.consents().get("take_part", False)
        return KindForm(data, initial={"kind": story.kind, "speaks_as": story.speaks_as, "take_part": agreed})
    if screen == USES_SCREEN:
        return UsesForm(data, initial=_uses(story))
    question, words = QUESTIONS[screen - 2], story.words
    initial = {"answer": words.get(question, ""), "learned": words.get("learned", "").split()}
    return AnswerForm(data, files, question=question, initial=initial)


def _uses(story: Story) -> dict[str, Any]:
    contact = Contact.objects.filter(story_id=story.public_id).first()
    words = story.words
    return {
        **story.consents(),
        "age": story.age,
        "quote": story.quote,
        "expected": words.get("expected", ""),
        "signed": words.get("name") or words.get("role") or "",
        "email": contact.email if contact else "",
        "parent": contact.parent if contact else "",
    }


def _keep(story: Story, screen: int, said: dict[str, Any]) -> None:
    if screen == 1:
        story.kind, story.speaks_as = said["kind"], said["speaks_as"]
        story.save(update_fields=["kind", "speaks_as"])
        services.consent(story, {"take_part": said["take_part"]})
    elif screen == USES_SCREEN:
        story.age, story.quote = said["age"], said["quote"]
        story.save(update_fields=["age", "quote"])
        signed = {one: said["signed"] if said["quote"] == one else "" for one in ("name", "role")}
        services.keep(story, {"expected": said["expected"], **signed})
        given = {use: said[use] for use in ("publish", "sensitive", "researchers", "ask_again")}
        services.consent(story, given, email=said["email"], parent=said["parent"])
    else:
        learned = {"learned": " ".join(said["learned"])} if "learned" in said else {}
        services.keep(story, {QUESTIONS[screen - 2]: said["answer"], **learned})
        if said["voice"]:
            voice_notes.keep(story, QUESTIONS[screen - 2], said["voice"].read(voice_notes.MOST_BYTES + 1))


def _last(request: HttpRequest, story: Story) -> HttpResponse:
    """Everything read again, with what the author may not have meant to write; then sent, or changed."""
    if request.method == "POST":
        try:
            flood.count(network_of(request))
        except flood.TooMany as refusal:
            response = refused(request, refusal.sentence(), 429)
            response["Retry-After"] = "3600"
            return response
        services.send(story)
        return redirect("story_receipt")
    words = story.words
    told = [(number + 2, say(f"testimonies.q_{q}"), words.get(q, "")) for number, q in enumerate(QUESTIONS)]
    noticed = [
        {"screen": number, "kind": say(f"testimonies.flag_{flag.kind}"), "text": flag.text}
        for number, _, text in told
        for flag in flags(text)
    ]
    context = {"told": told, "noticed": noticed, "story": story, "screen": LAST_SCREEN, "last": LAST_SCREEN}
    context["spoken_screens"] = {QUESTIONS.index(one.question) + 2 for one in story.voice_notes.all()}
    return _page(request, "last", context)


@door(EVERYONE)
def worker(request: HttpRequest) -> HttpResponse:
    """What opens the screens without network; served here, since a browser gives it no other address than those beside it."""
    script = (STATIC / "workshop/story-worker.js").read_bytes()
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@door(EVERYONE, methods=("GET", "POST"))
def receipt(request: HttpRequest) -> HttpResponse:
    """What was sent, the private link to keep, and what was consented to: each use may be taken back by itself."""
    story = _mine(request)
    if request.method == "POST" and story.status != Status.DRAFT:
        services.take_back_use(story, text_of(request.POST, "use"))
        return redirect("story_receipt")
    link = request.build_absolute_uri(reverse("story_link", args=[opened(request.session[TOKEN])]))
    uses = [(purpose, say(f"testimonies.use_{purpose}"), given) for purpose, given in story.consents().items()]
    return _page(request, "receipt", {"story": story, "link": link, "uses": uses, "notes": _notes(story)})


@door(EVERYONE, methods=("POST",))
def agree(request: HttpRequest, note_id: Any) -> HttpResponse:
    """The author agrees to what was written down of their voice, corrected or not: the sound is deleted."""
    story = _mine(request)
    one = get_object_or_404(story.voice_notes, public_id=note_id)
    voice_notes.agree(one, text_of(request.POST, "text"))
    return redirect("story_receipt")


def _notes(story: Story) -> list[dict[str, Any]]:
    """The voice notes of a story that are not yet words, and what was written down of each."""
    return [
        {"note": one, "asked": say(f"testimonies.q_{one.question}"), "heard": voice_notes.heard(one)}
        for one in story.voice_notes.order_by("pk")
    ]


@door(EVERYONE, methods=("GET", "POST"))
def take_back(request: HttpRequest) -> HttpResponse:
    """One button, asked once more: the story is gone for good."""
    story = _mine(request)
    if request.method == "POST":
        services.withdraw(story)
        request.session.flush()
        return _page(request, "taken_back", {"story": story})
    return _page(request, "take_back", {"story": story})


def remember(request: HttpRequest, story: Story, token: str) -> None:
    """The session holds the story, and the token sealed: whoever reads the table of sessions opens nothing."""
    request.session.cycle_key()
    request.session[STORY], request.session[TOKEN] = story.pk, sealed(token)


def _held(request: HttpRequest) -> Story | None:
    held = Story.objects.select_related("campaign__observatory").filter(pk=request.session.get(STORY)).first()
    return held if held and held.status != Status.WITHDRAWN and TOKEN in request.session else None


def _mine(request: HttpRequest) -> Story:
    story = _held(request)
    if story is None:
        raise Refusal(say("testimonies.no_story"), say("testimonies.no_story_remedy"))
    return story


def _said_of_uses(story: Story) -> list[tuple[str, bool]]:
    """Each use that was answered, in words, and the answer."""
    return [(say(f"testimonies.use_{purpose}"), given) for purpose, given in story.consents().items()]


def _page(request: HttpRequest, name: str, context: dict[str, Any], *, bad: bool = False) -> HttpResponse:
    return render(request, f"testimonies/{name}.html", context, status=400 if bad else 200)


@door("testimonies.view_stories")
def stories(request: HttpRequest, observatory: Any) -> HttpResponse:
    """Campaigns with their addresses, and stories state by state, page by page: those to be read first."""
    asked_of = page_of(request, selectors.campaigns_told(observatory), A_SHORT_PAGE, CAMPAIGNS)
    campaigns = [
        {
            "campaign": one,
            "address": request.build_absolute_uri(reverse("story_start", args=[one.public_id])),
            "again": hasattr(one, "wave"),
        }
        for one in asked_of
    ]
    asked, only = text_of(request.GET, "etat", 20), _uuid(text_of(request.GET, "campagne", 40))
    state: Any = Status(asked) if asked in LISTED else Status.SENT
    groups, alone = flood.waiting(observatory) if state == Status.SENT else ([], [])
    listed: Any = alone if state == Status.SENT else selectors.decided(observatory, state)
    if only and state == Status.SENT:
        listed = [one for one in alone if one.campaign.public_id == only]
    elif only:
        listed = listed.filter(campaign__public_id=only)
    counts = selectors.counted(observatory)
    context = {
        "observatory": observatory,
        "campaigns": campaigns,
        "campaigns_page": asked_of,
        "every_campaign": selectors.campaigns(observatory).values_list("public_id", "question"),
        "groups": page_of(request, groups, A_SHORT_PAGE, GROUPS),
        "page": page_of(request, listed, A_PAGE),
        "states": [(one.value, one.label, counts[one], one == state) for one in LISTED],
        "state": state.value,
        "any": counts.total(),
        "only": only,
    }
    return render(request, "testimonies/stories.html", context)


@door("testimonies.refuse_group", methods=("POST",))
def refuse_group(request: HttpRequest, observatory: Any) -> HttpResponse:
    """A group of stories almost the same, refused in one gesture: those that were on the page, and no other."""
    ids = [found for text in text_of(request.POST, "stories").split() if (found := _uuid(text))]
    count = flood.refuse_group(observatory, ids, reason=whole_of(request.POST, "reason", 300), by=request.user)
    messages.success(request, say("testimonies.group_refused", count=count))
    page = urlencode({GROUPS: text_of(request.POST, GROUPS, 10) or 1})
    return redirect(f"{reverse('stories', args=[observatory.slug])}?{page}")


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@door("testimonies.open_campaign", methods=("GET", "POST"))
def new_campaign(request: HttpRequest, observatory: Any) -> HttpResponse:
    """A question, whom it is put to, from when to when."""
    initial = {"population": text_of(request.GET, "population", 200)}
    form = CampaignForm(
        request.POST or None, initial=initial, areas=selectors.areas(observatory), markers=marker_choices(observatory)
    )
    if request.method == "POST" and form.is_valid():
        form.instance.observatory = observatory
        form.save()
        messages.success(request, say("testimonies.campaign_made"))
        return redirect("stories", observatory.slug)
    context = {"observatory": observatory, "form": form}
    return render(request, "testimonies/campaign.html", context, status=400 if form.errors else 200)


@door("testimonies.open_campaign", of=selectors.campaign, methods=("GET", "POST"))
def quotas(request: HttpRequest, observatory: Any, campaign: Any) -> HttpResponse:
    """Whose voices are hoped for, how many came, and whom to go and see."""
    form = QuotasForm(request.POST or None, campaign=campaign)
    if request.method == "POST" and form.is_valid():
        campaign.quotas = form.quotas()
        campaign.save(update_fields=["quotas"])
        return redirect("campaign_quotas", observatory.slug, campaign.public_id)
    context = {"observatory": observatory, "campaign": campaign, "form": form, "filled": filled(campaign)}
    return render(request, "testimonies/quotas.html", context, status=400 if form.errors else 200)


@door("testimonies.view_stories", of=selectors.campaign)
def paper(request: HttpRequest, observatory: Any, campaign: Any) -> HttpResponse:
    """The same questions on a sheet, for those whom a telephone does not suit."""
    address = request.build_absolute_uri(reverse("story_start", args=[campaign.public_id]))
    context = {
        "observatory": observatory,
        "campaign": campaign,
        "questions": [say(f"testimonies.q_{q}") for q in QUESTIONS],
        "kinds": [say(f"testimonies.kind_{k}") for k in KINDS],
        "quotes": [say(f"testimonies.quote_{q}") for q in QUOTES],
        "address": "" if hasattr(campaign, "wave") else address,
    }
    return render(request, "testimonies/paper.html", context)


@door("testimonies.decide", of=voice_notes.note, methods=("GET", "POST"))
def voice(request: HttpRequest, observatory: Any, note: Any) -> HttpResponse:
    """The sound, for whoever writes it down; then the text, agreed to by its author or, in their place, by a moderator."""
    if request.method == "GET":
        sound = voice_notes.sound_of(note)
        if sound is None:
            raise Refusal(say("testimonies.voice_gone"), say("testimonies.voice_gone_remedy"))
        return HttpResponse(sound, content_type=note.kind)
    text = text_of(request.POST, "text")
    if text_of(request.POST, "do") == "machine":
        voice_notes.by_machine(note)
    elif text_of(request.POST, "do") == "agree":
        voice_notes.agree(note, text)
    else:
        voice_notes.write_down(note, text)
    return redirect("story_decide", observatory.slug, note.story.public_id)


@csp_update({"media-src": [SELF]})
@door("testimonies.decide", of=selectors.story, methods=("GET", "POST"))
def decide(request: HttpRequest, observatory: Any, story: Any) -> HttpResponse:
    """One story, read whole; published, or refused with its reason."""
    form = VerdictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            services.decide(
                story,
                approve=said["verdict"] == "approve",
                reveals=said["reveals"],
                reason=said["reason"],
                by=request.user,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("stories", observatory.slug)
    words = story.words
    context = {
        "observatory": observatory,
        "story": story,
        "form": form,
        "told": [(say(f"testimonies.q_{q}"), words.get(q, "")) for q in QUESTIONS if words.get(q)],
        "noticed": [flag for q in QUESTIONS for flag in flags(words.get(q, ""))],
        "uses": _said_of_uses(story),
        "notes": _notes(story),
        "machine": bool(os.environ.get(voice_notes.TRANSCRIBER)),
    }
    return render(request, "testimonies/decide.html", context, status=400 if form.errors else 200)
