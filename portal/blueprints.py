"""The URL map: every blueprint, a line each. What is not here cannot be reached."""

from flask import Flask

from portal.accounts.views import accounts, language
from portal.admin.views import admin
from portal.assessment.views import assessment
from portal.availability.views import availability
from portal.curriculum.views import bp as catalogue
from portal.journal.views import journal
from portal.kernel.access import refuse_unguarded
from portal.learning.views import learning
from portal.matching.views import matching
from portal.meetings.views import meetings
from portal.notices.views import notices
from portal.operations.views import health, kept_mail
from portal.pairs.views import bp as pairs
from portal.privacy.views import privacy
from portal.remarks.views import remarks
from portal.safety.views import safety
from portal.site.views import site
from portal.studio.views import bp as studio
from portal.today.views import today

__all__ = ["refuse_unguarded", "register"]

BLUEPRINTS = (
    site,
    accounts,
    language,
    catalogue,
    pairs,
    learning,
    journal,
    assessment,
    matching,
    availability,
    meetings,
    safety,
    remarks,
    studio,
    notices,
    today,
    privacy,
    admin,
    health,
    kept_mail,
)


def register(app: Flask) -> None:
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
