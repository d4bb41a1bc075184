# Longuevue: `make` alone lists what one can do. Nothing here asks for root. Everything is installed inside this folder;
# only the demo's observatory goes to the person's own data folder, as `longuevue demo` does (or to LONGUEVUE_HOME).
# Paths are relative, so that the folder may have spaces in its name and may be moved.

.DEFAULT_GOAL := help
.PHONY: help install tools assets demo test proof bench lock wheel clean
PY := .venv/bin/python
LOCKED := --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header

help: ## cette liste / this list
	@printf 'Longuevue, observatoire de l’internationalisation des territoires\n\n'
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' Makefile
	@printf '\nPour commencer / to begin : make demo\n'

install: ## installer ce qui fait marcher Longuevue, dans ce dossier / install what runs Longuevue, in this folder
	@tools/install.sh

tools: ## installer aussi ce qui sert à vérifier / install what checks it too
	@tools/install.sh --with-tools

assets: install ## rassembler à nouveau territoires et contours / gather territories and outlines again
	@$(PY) tools/gather_assets.py

demo: install ## bâtir l'édition de démonstration et ouvrir le portail (SERVE=0 : sans l'ouvrir) / build the demo, open the portal
	@printf 'Démonstration : chiffres de départ, Montpellier Méditerranée Métropole et le Grand Genève.\n'
	@printf 'Demo: starter figures, Montpellier Méditerranée Métropole and Grand Genève.\n'
	@$(PY) -m longuevue.cli demo $(if $(filter 0 no non,$(SERVE)),--no-serve)

test: tools ## tout vérifier : style, types, murs, tests à comptes réduits / check everything, reduced counts
	@$(PY) tools/check.py

proof: tools ## les comptes entiers, écrits dans docs/proof.md (moins de 90 min) / full counts, written to docs/proof.md
	@$(PY) tools/proof.py

bench: tools ## les mesures de temps, affichées / timings, printed
	@$(PY) tools/proof.py --bench

lock: ## refaire les verrous, Python et npm (il faut uv) / renew the locks, Python and npm (needs uv)
	uv pip compile pyproject.toml --group dev $(LOCKED) -o requirements.lock
	uv pip compile pyproject.toml --group build -c requirements.lock $(LOCKED) -o requirements-run.lock
	npm install --package-lock-only --ignore-scripts

wheel: tools ## le paquet à distribuer, dans dist/ / the wheel to hand out, in dist/
	@$(PY) -m hatchling build -t wheel

clean: ## effacer ce qui a été installé et bâti ici / remove what was installed and built here
	rm -rf .venv node_modules longuevue/_assets dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
