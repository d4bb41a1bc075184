"""Pages of books of codes and of proposed markers. Rounds are in `views_round.py`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify

from longuevue.terms.refusal import Refusal
from longuevue.workshop.coding import exchange, markers, selectors, services
from longuevue.workshop.coding.forms import CodebookForm, CodeForm, FileForm, ProposalForm, VersionForm
from longuevue.workshop.coding.models import Code, Codebook, Proposal
from longuevue.workshop.frame.doors import door
from longuevue.workshop.frame.texts import text_of
from longuevue.workshop.frame.words import say
from longuevue.workshop.reasoning import refi


@door("coding.view")
def home(request: HttpRequest, observatory: Any) -> HttpResponse:
    """Books, rounds and proposals."""
    context = {
        "observatory": observatory,
        "books": selectors.codebooks(observatory),
        "rounds": selectors.rounds(observatory),
        "proposals": Proposal.objects.filter(observatory=observatory),
        "mine": set(selectors.rounds(observatory).filter(coders__user=request.user).values_list("pk", flat=True)),
    }
    return render(request, "coding/home.html", context)


def _form(request: HttpRequest, observatory: Any, form: Any, title: str, **more: Any) -> HttpResponse:
    context = {"observatory": observatory, "form": form, "title": title, **more}
    return render(request, "coding/form.html", context, status=400 if form.errors else 200)


@door("coding.manage", methods=("GET", "POST"))
def book_new(request: HttpRequest, observatory: Any) -> HttpResponse:
    """An empty book of codes."""
    form = CodebookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.make_codebook(observatory, form.save(commit=False), by=request.user)
        return redirect("codebook", observatory.slug, made.public_id)
    return _form(request, observatory, form, say("coding.book_new"))


@door("coding.manage", methods=("GET", "POST"))
def book_in(request: HttpRequest, observatory: Any) -> HttpResponse:
    """A book of codes of another tool (.qdc)."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            title = form.cleaned_data["file"].name.rsplit(".", 1)[0]
            made = exchange.codebook_in(observatory, form.content(), title=title, by=request.user)
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("codebook", observatory.slug, made.public_id)
    return _form(request, observatory, form, say("coding.book_in"), lead=say("coding.book_in_lead"), upload=True)


@door("coding.view", of=selectors.codebook)
def book(request: HttpRequest, observatory: Any, book: Codebook) -> HttpResponse:
    """The codes of a version, those under others set in, and what each version changed."""
    wanted = text_of(request.GET, "version")
    version = selectors.version(book, int(wanted) if wanted.isdecimal() and len(wanted) < 5 else None)
    codes = {str(c.guid): c for c in version.codes.select_related("parent")}
    context = {
        "observatory": observatory,
        "book": book,
        "version": version,
        "latest": version == selectors.version(book),
        "codes": [codes[one.guid] for one in refi.walk(exchange.codes_out(version))],
        "changes": selectors.changes(book),
    }
    return render(request, "coding/book.html", context)


@door("coding.view", of=selectors.codebook)
def book_out(request: HttpRequest, observatory: Any, book: Codebook) -> HttpResponse:
    """The latest version as a .qdc."""
    content = refi.write_codebook(exchange.codes_out(selectors.version(book)))
    return attached(content, "application/xml", f"{slugify(book.title) or 'codes'}.qdc")


def attached(content: bytes | str, kind: str, name: str) -> HttpResponse:
    """A file to keep."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@door("coding.manage", of=selectors.codebook, methods=("GET", "POST"))
def version_new(request: HttpRequest, observatory: Any, book: Codebook) -> HttpResponse:
    """The same codes once more, to be changed, with the reason."""
    form = VersionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.new_version(book, form.cleaned_data["why"], by=request.user)
        except Refusal as refusal:
            form.add_error("why", str(refusal))
        else:
            return redirect("codebook", observatory.slug, book.public_id)
    return _form(request, observatory, form, say("coding.version_new"))


@door("coding.manage", of=selectors.codebook, methods=("GET", "POST"))
def code_new(request: HttpRequest, observatory: Any, book: Codebook) -> HttpResponse:
    return _code(request, observatory, book, Code(version=selectors.version(book)))


@door("coding.manage", of=selectors.code, methods=("GET", "POST"))
def code_edit(request: HttpRequest, observatory: Any, code: Code) -> HttpResponse:
    return _code(request, observatory, code.version.codebook, code)


def _code(request: HttpRequest, observatory: Any, book: Codebook, code: Code) -> HttpResponse:
    form = CodeForm(request.POST or None, instance=code, version=selectors.version(book))
    if request.method == "POST" and form.is_valid():
        try:
            services.save_code(book, form.save(commit=False))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("codebook", observatory.slug, book.public_id)
    return _form(request, observatory, form, str(code) if code.pk else say("coding.code_new"))


@door("coding.manage", of=selectors.round_and_code, methods=("GET", "POST"))
def proposal_new(request: HttpRequest, observatory: Any, found: Any) -> HttpResponse:
    """A code that came back often, put to the vote as a marker."""
    draft = Proposal(guid=found.guid, observatory=observatory, round=found.round, label=found.label)
    form = ProposalForm(request.POST or None, instance=draft)
    if request.method == "POST" and form.is_valid():
        try:
            made = markers.propose(found.round, form.save(commit=False), by=request.user, today=timezone.localdate())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("marker_proposal", observatory.slug, made.public_id)
    return _form(request, observatory, form, say("coding.propose"), lead=say("coding.propose_lead"))


@door("coding.view", of=selectors.proposal)
def proposal(request: HttpRequest, observatory: Any, proposal: Proposal) -> HttpResponse:
    """What is proposed, where it comes from, the votes; once adopted, the page of the marker."""
    context = {
        "observatory": observatory,
        "proposal": proposal,
        "ancestry": markers.ancestry(proposal),
        "tally": [(say(f"coding.vote_{choice}"), n) for choice, n in selectors.tally(proposal).items()],
        "mine": proposal.votes.filter(by=request.user).first(),
        "marker_id": markers.marker_id(proposal),
        "page": markers.page(proposal) if proposal.outcome == "adopted" else "",
        "units": selectors.units_with(proposal.round, proposal.guid),
        "choices": [(choice, say(f"coding.vote_{choice}")) for choice in ("yes", "no", "abstain")],
    }
    return render(request, "coding/proposal.html", context)


@door("coding.vote", of=selectors.proposal, methods=("POST",))
def vote(request: HttpRequest, observatory: Any, proposal: Proposal) -> HttpResponse:
    markers.vote(proposal, text_of(request.POST, "choice"), by=request.user, today=timezone.localdate())
    return redirect("marker_proposal", observatory.slug, proposal.public_id)


@door("coding.manage", of=selectors.proposal, methods=("POST",))
def close(request: HttpRequest, observatory: Any, proposal: Proposal) -> HttpResponse:
    """Count the votes."""
    markers.close(proposal, today=timezone.localdate())
    return redirect("marker_proposal", observatory.slug, proposal.public_id)
