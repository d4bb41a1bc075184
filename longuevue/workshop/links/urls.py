"""Addresses of links, networks and the organisation of the authority."""

from __future__ import annotations

from django.urls import path

from longuevue.workshop.links import card_views, inventory_views, merging_views, table_views, views

_HERE = "o/<slug:observatory>/"
_INVENTORY = f"{_HERE}liens/inventaires/<uuid:inventory_id>/"

urlpatterns = [
    path(f"{_HERE}liens/", views.register, name="links"),
    path(f"{_HERE}liens/nouveau/", views.new, name="link_new"),
    path(f"{_HERE}liens/registre/", views.starter, name="links_starter"),
    path(f"{_HERE}liens/table/", table_views.links_in, name="links_in"),
    path(f"{_HERE}liens/liens.csv", table_views.links_csv, name="links_csv"),
    path(f"{_HERE}liens/doublons/", merging_views.duplicates, name="link_duplicates"),
    path(f"{_HERE}liens/inventaires/", inventory_views.inventories, name="inventories"),
    path(f"{_INVENTORY}", inventory_views.inventory, name="inventory"),
    path(f"{_INVENTORY}oublier/", inventory_views.inventory_drop, name="inventory_drop"),
    path(f"{_INVENTORY}inventaire.csv", inventory_views.inventory_csv, name="inventory_csv"),
    path(f"{_INVENTORY}inventaire.xlsx", inventory_views.inventory_xlsx, name="inventory_xlsx"),
    path(f"{_INVENTORY}mises-de-cote.csv", inventory_views.inventory_aside, name="inventory_aside"),
    path(f"{_INVENTORY}lignes/<int:row_line>/", inventory_views.inventory_row, name="inventory_row"),
    path(f"{_INVENTORY}lignes/<int:row_line>/decider/", inventory_views.inventory_decide, name="inventory_decide"),
    path(f"{_HERE}liens/<uuid:link_id>/", views.link, name="link"),
    path(f"{_HERE}liens/<uuid:link_id>/modifier/", views.edit, name="link_edit"),
    path(f"{_HERE}liens/<uuid:link_id>/confirmer/", views.confirm, name="link_confirm"),
    path(f"{_HERE}liens/<uuid:link_id>/<slug:part>/", views.line_new, name="link_line_new"),
    path(f"{_HERE}liens/<uuid:link_id>/<slug:part>/<int:line_id>/", views.line_remove, name="link_line_remove"),
    path(f"{_HERE}fiches/", card_views.cards, name="cards"),
    path(f"{_HERE}fiches/nouvelle/", card_views.new, name="card_new"),
    path(f"{_HERE}fiches/<uuid:card_id>/", card_views.edit, name="card_edit"),
    path(f"{_HERE}reseaux/nouveau/", views.network_new, name="network_new"),
    path(f"{_HERE}reseaux/table/", table_views.networks_in, name="networks_in"),
    path(f"{_HERE}reseaux/reseaux.csv", table_views.networks_csv, name="networks_csv"),
    path(f"{_HERE}reseaux/<uuid:network_id>/table/", table_views.members_in, name="members_in"),
    path(f"{_HERE}reseaux/<uuid:network_id>/membres.csv", table_views.members_csv, name="members_csv"),
    path(f"{_HERE}reseaux/<uuid:network_id>/", views.network, name="network"),
    path(f"{_HERE}reseaux/<uuid:network_id>/membres/", views.member_new, name="network_member_new"),
    path(f"{_HERE}organisation/", views.organisation, name="organisation"),
    path(f"{_HERE}organisation/option/", views.organisation_save, name="organisation_save"),
    path(f"{_HERE}organisation/directions/", views.direction_save, name="direction_save"),
]
