"""Addresses of policies, council decisions, commitments and working groups."""

from __future__ import annotations

from django.urls import path

from longuevue.workshop.policies import acts, undertakings, views

_HERE = "o/<slug:observatory>/decisions/"
_POLICY = f"{_HERE}politiques/<uuid:policy_id>/"
_ACT = f"{_HERE}deliberations/<uuid:deliberation_id>/"
_DONE = f"{_HERE}engagements/<uuid:commitment_id>/"

urlpatterns = [
    path(_HERE, views.register, name="policies"),
    path(f"{_HERE}politiques/nouvelle/", views.new, name="policy_new"),
    path(_POLICY, views.policy, name="policy"),
    path(f"{_POLICY}modifier/", views.edit, name="policy_edit"),
    path(f"{_POLICY}contraire/", views.tension_new, name="tension_new"),
    path(f"{_POLICY}engagement/", undertakings.commitment_new, name="commitment_new"),
    path(f"{_HERE}deliberations/", acts.deliberations, name="deliberations"),
    path(f"{_HERE}deliberations/nouvelle/", acts.deliberation_new, name="deliberation_new"),
    path(f"{_HERE}deliberations/apporter/", acts.bring_in, name="deliberations_in"),
    path(_ACT, acts.deliberation, name="deliberation"),
    path(f"{_ACT}modifier/", acts.deliberation_edit, name="deliberation_edit"),
    path(f"{_ACT}citer/", acts.cite, name="deliberation_cite"),
    path(f"{_HERE}reprises/", acts.uptakes, name="uptakes"),
    path(f"{_HERE}engagements/nouveau/", undertakings.commitment_from_debate, name="commitment_from_debate"),
    path(_DONE, undertakings.commitment, name="commitment"),
    path(f"{_DONE}modifier/", undertakings.commitment_edit, name="commitment_edit"),
    path(f"{_DONE}<slug:line>/", undertakings.line_new, name="commitment_line"),
    path(f"{_HERE}groupes/", views.groups, name="working_groups"),
    path(f"{_HERE}groupes/nouveau/", views.group_new, name="working_group_new"),
    path(f"{_HERE}groupes/<uuid:group_id>/", views.group_edit, name="working_group_edit"),
]
