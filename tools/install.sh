#!/bin/sh
# Brings in what Longuevue needs: Python packages in .venv, npm packages in node_modules, territories in longuevue/_assets.
# With --with-tools, what checks the code too (requirements.lock instead of requirements-run.lock).
# Never asks for root and writes nowhere else; each step leaves a stamp, so that a second run takes no time.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }
refuse() {
    say ""
    say "Arrêt : $1"
    say "Stopped: $2"
    exit 1
}
key_of() { cat "$@" | cksum; }
stamped() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }

# --- Python 3.11 or later -------------------------------------------------------------------------------------------
suits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        suits "$PYTHON" || refuse "PYTHON=$PYTHON n'est pas un Python 3.11 ou plus récent." \
            "PYTHON=$PYTHON is not Python 3.11 or later."
        printf '%s' "$PYTHON"
        return
    fi
    for candidate in python3 python3.13 python3.12 python3.11; do
        if suits "$candidate"; then
            printf '%s' "$candidate"
            return
        fi
    done
    found="$(python3 --version 2>/dev/null || printf 'aucun')"
    refuse "il faut Python 3.11 ou plus récent (trouvé : $found). Installez-le, ou dites où il est : make PYTHON=/chemin/python3.12 …" \
        "Python 3.11 or later is needed (found: $found). Install it, or say where it is: make PYTHON=/path/python3.12 …"
}

with_uv() { [ -z "${NO_UV:-}" ] && uv --version >/dev/null 2>&1; }

make_venv() {
    if [ -e .venv ] && ! suits .venv/bin/python; then
        say "L'environnement .venv ne répond plus (dossier déplacé, ou Python remplacé) : il est refait."
        rm -rf .venv
    fi
    [ -e .venv ] && return
    python="$(find_python)"
    if with_uv; then
        uv venv --quiet --no-python-downloads --python "$python" .venv
    elif ! "$python" -m venv .venv; then
        rm -rf .venv
        refuse "« $python -m venv » a échoué (message ci-dessus). Sur Debian ou Ubuntu, le paquet python3-venv le répare." \
            "“$python -m venv” failed (message above). On Debian or Ubuntu the package python3-venv mends it."
    fi
}

python_packages() {
    make_venv
    # pip and uv both refuse a file whose hash is not in the lock; the index is the one that the machine is set to use
    # a stamp of the whole lock is worth one of the shorter lock
    whole="$(key_of requirements.lock)"
    if [ "$1" = "--with-tools" ]; then lock=requirements.lock; else lock=requirements-run.lock; fi
    key="$(key_of "$lock")"
    if ! stamped .venv/.lock-stamp "$key" && ! stamped .venv/.lock-stamp "$whole"; then
        say "Paquets Python de $lock (une à deux minutes la première fois) … / Python packages (a minute or two the first time) …"
        rm -f .venv/.lock-stamp
        if with_uv; then
            uv pip install --quiet --python .venv/bin/python --require-hashes -r "$lock"
        else
            .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r "$lock"
        fi
        printf '%s' "$key" >.venv/.lock-stamp
    fi
    # hatchling is in the lock: the package itself is installed without asking anything more of the registries
    key="$(key_of pyproject.toml longuevue/__init__.py) $PWD"
    if ! stamped .venv/.own-stamp "$key"; then
        if with_uv; then
            uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation -e .
        else
            .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
        fi
        printf '%s' "$key" >.venv/.own-stamp
    fi
}

# --- npm: territories, outlines, what the tests of the pages need -----------------------------------------------------
npm_packages() {
    key="$(key_of package.json package-lock.json)"
    stamped node_modules/.lock-stamp "$key" && return
    command -v node >/dev/null 2>&1 || refuse "il manque Node (18 ou plus récent) : les territoires officiels viennent d'un paquet npm." \
        "Node (18 or later) is missing: the official territories come from an npm package."
    command -v npm >/dev/null 2>&1 || refuse "il manque npm, qui vient d'ordinaire avec Node (sur Debian : paquet npm)." \
        "npm is missing; it usually comes with Node (on Debian: package npm)."
    major="$(node -p 'process.versions.node.split(".")[0]')"
    [ "$major" -ge 18 ] || refuse "il faut Node 18 ou plus récent (trouvé : $(node --version))." \
        "Node 18 or later is needed (found: $(node --version))."
    say "Paquets npm (territoires officiels, contours) … / npm packages (official territories, outlines) …"
    npm ci --no-update-notifier --loglevel=error --no-audit --no-fund --ignore-scripts >&2
    printf '%s' "$key" >node_modules/.lock-stamp
}

assets() {
    key="$(key_of package.json package-lock.json tools/gather_*.py) $(ls longuevue/_assets 2>/dev/null | cksum)"
    [ -d longuevue/_assets ] && stamped .venv/.assets-stamp "$key" && return
    say "Territoires et contours rassemblés dans longuevue/_assets … / Territories and outlines gathered …"
    .venv/bin/python tools/gather_assets.py >&2
    printf '%s' "$(key_of package.json package-lock.json tools/gather_*.py) $(ls longuevue/_assets | cksum)" >.venv/.assets-stamp
}

python_packages "${1:-}"
npm_packages
assets
