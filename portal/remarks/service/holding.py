"""A remark as it is once its row is held."""

from portal.kernel.database import db
from portal.remarks.models import Remark
from portal.remarks.queries import RemarkSeen


def hold(remark: RemarkSeen) -> Remark:
    return db.session.get_one(Remark, remark.id, with_for_update=True, populate_existing=True)
