"""The portal, put together. Reads like a table of contents."""

from datetime import timedelta

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import blueprints, errors, listeners
from portal.accounts import service as accounts
from portal.kernel import (
    answers,
    database,
    forms,
    i18n,
    identity,
    jobs,
    ledger,
    markup,
    secrecy,
    security,
    static,
    templates,
    transaction,
)
from portal.kernel.uploads import admitting
from portal.notices import queries as notices
from portal.safety import queries as safety
from portal.settings import Settings
from portal.shipped import shipped

LARGEST_FORM = 4 * 1024 * 1024
"""Bytes. A text that is far too long still comes back to be shortened: a megabyte of it, whatever its letters."""


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application for these settings, or for those of the environment."""
    settings = settings or Settings()
    app = Flask(__name__, static_folder=None, template_folder=shipped("templates"))
    app.jinja_environment = templates.SpokenEnvironment
    configure(app, settings)

    database.init_app(app, settings.database_url)
    jobs.init_app(app)
    secrecy.init_app(app, settings.master_key_path())
    ledger.init_app(app, settings.ledger_path())
    identity.init_app(app, load=accounts.load_with(duties=safety.WAITING, unread=notices.UNREAD))
    transaction.with_each_transaction(accounts.record_act)

    i18n.init_app(app)
    markup.init_app(app)
    forms.init_app(app)
    admitting.init_app(app)
    answers.init_app(app)
    errors.init_app(app)
    static.init_app(app, settings.data)
    templates.init_app(app)
    security.init_app(app, https=settings.https)

    listeners.connect()
    blueprints.register(app)
    blueprints.refuse_unguarded(app)
    return app


def configure(app: Flask, settings: Settings) -> None:
    """What Flask and its extensions read from `app.config`; ours lies whole under "SETTINGS"."""
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key(),
        BASE_URL=settings.base_url,
        TRUSTED_HOSTS=settings.hosts,
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        SESSION_COOKIE_NAME="__Host-session" if settings.https else "session",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
        PREFERRED_URL_SCHEME="https" if settings.https else "http",
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
