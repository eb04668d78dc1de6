"""*How is it doing*: counts of people, for a module's authors; for every instructor, of one that is kept as files."""

from portal.kernel.access import requires_on
from portal.kernel.answers import page
from portal.kernel.i18n import current_language
from portal.progress.queries.figures import module_figures
from portal.progress.rules.figures import FEWEST
from portal.studio import queries
from portal.studio.policy import SEE_FIGURES
from portal.studio.queries import ModuleAnswered
from portal.studio.views.blueprint import bp


@bp.get("/studio/modules/<module>/figures")
@requires_on(SEE_FIGURES, queries.my_module)
def figures(module: ModuleAnswered) -> str:
    found = module_figures(module.id, current_language())
    return page("studio/figures.html", module=module, lessons=found, fewest=FEWEST)
