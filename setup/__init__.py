"""What `make` runs: the environment, the embedded servers, the app's processes, and the checks.

    bootstrap     where every target begins, with any Python and no packages; then the virtual `environment`
    run           `make run`: servers, migrations, demo data and every process of the Procfile
    checks        `make test`, `make lint`, `make types`; `audit` asks for known vulnerabilities
    servers/      the embedded PostgreSQL and Redis, their ports, and the consoles on them
    supervision/  starting, watching and ending processes, and their log on the screen
    browser/      a Chromium for the browser tests
    spa, nodejs   the SPA's build, and the Node.js that it needs
    lock, clean   the targets of these names

Nothing here is part of the app, and a production machine needs none of it.
"""
