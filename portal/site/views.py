"""The pages that anyone may read: what this is, how it works, who may see what, whom to write to."""

from flask import Blueprint, Response, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.accounts.rules import CONSENTS, TERMS
from portal.kernel.access import PUBLIC, requires
from portal.kernel.answers import page, see_other
from portal.kernel.i18n import current_language
from portal.kernel.identity import current_actor
from portal.kernel.links import external
from portal.privacy.rules.sentences import DAYS
from portal.site.queries import first_lessons, published

site = Blueprint("site", __name__)

# What a search engine may not read: what needs an account, links that prove something, and what was looked for.
PRIVATE = (
    "/account",
    "/admin",
    "/calendar",
    "/invitations",
    "/language",
    "/lessons/*/remark",
    "/logout",
    "/mail",
    "/notices",
    "/pairs",
    "/reports",
    "/self-assessment",
    "/studio",
    "/today",
    "/*?q=",
    "/*&q=",
)
SITEMAP_PAGES = ("site.home", "catalogue.index", "catalogue.glossary", "site.help", "site.privacy", "site.contact")


@site.get("/")
@requires(PUBLIC)
def home() -> str | AnyResponse:
    if current_actor() is not None:
        return see_other(url_for("today.show"))
    return page("site/home.html", lessons=first_lessons(current_language()))


@site.get("/help")
@requires(PUBLIC)
def help() -> str:  # noqa: A001 (the endpoint is what its address says)
    return page("site/help.html")


@site.get("/privacy")
@requires(PUBLIC)
def privacy() -> str:
    return page("site/privacy.html", terms=DAYS, version=CONSENTS[TERMS])


@site.get("/contact")
@requires(PUBLIC)
def contact() -> str:
    return page("site/contact.html")


@site.get("/robots.txt")
@requires(PUBLIC)
def robots() -> Response:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE), "", f"Sitemap: {external('site.sitemap')}"]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@site.get("/sitemap.xml")
@requires(PUBLIC)
def sitemap() -> Response:
    return Response(page("site/sitemap.xml", pages=SITEMAP_PAGES, lessons=published()), mimetype="application/xml")
