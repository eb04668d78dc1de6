"""A backup: everything that the database holds, in one encrypted file that any portal's database can take in.

It holds the data keys as they lie there, wrapped, and neither the master key nor the secret key.
"""

from portal.kernel.backup.reading import Checked, check
from portal.kernel.backup.restoring import erasures_for, finish, load
from portal.kernel.backup.writing import delete_old, write

__all__ = ["Checked", "check", "delete_old", "erasures_for", "finish", "load", "write"]
