"""Addresses of coding."""

from __future__ import annotations

from django.urls import path

from longuevue.workshop.coding import views
from longuevue.workshop.coding import views_round as rounds

_HERE = "o/<slug:observatory>/codage/"
_BOOK = f"{_HERE}livres/<uuid:book_id>/"
_ROUND = f"{_HERE}tours/<uuid:round_id>/"
_PROPOSAL = f"{_HERE}propositions/<uuid:proposal_id>/"

urlpatterns = [
    path(_HERE, views.home, name="coding"),
    path(f"{_HERE}livres/nouveau/", views.book_new, name="codebook_new"),
    path(f"{_HERE}livres/depuis-un-fichier/", views.book_in, name="codebook_in"),
    path(_BOOK, views.book, name="codebook"),
    path(f"{_BOOK}fichier/", views.book_out, name="codebook_out"),
    path(f"{_BOOK}version/", views.version_new, name="codebook_version"),
    path(f"{_BOOK}codes/nouveau/", views.code_new, name="code_new"),
    path(f"{_BOOK}codes/<uuid:guid>/", views.code_edit, name="code_edit"),
    path(f"{_HERE}tours/nouveau/", rounds.round_new, name="coding_round_new"),
    path(f"{_HERE}tours/depuis-un-fichier/", rounds.round_in, name="coding_round_in"),
    path(_ROUND, rounds.round_page, name="coding_round"),
    path(f"{_ROUND}coder/<int:number>/", rounds.code_unit, name="coding_unit"),
    path(f"{_ROUND}fini/", rounds.finish, name="coding_finish"),
    path(f"{_ROUND}trancher/<int:number>/", rounds.settle, name="coding_settle"),
    path(f"{_ROUND}fichier/", rounds.round_out, name="coding_round_out"),
    path(f"{_ROUND}proposer/<uuid:guid>/", views.proposal_new, name="marker_proposal_new"),
    path(_PROPOSAL, views.proposal, name="marker_proposal"),
    path(f"{_PROPOSAL}voter/", views.vote, name="marker_proposal_vote"),
    path(f"{_PROPOSAL}compter/", views.close, name="marker_proposal_close"),
]
