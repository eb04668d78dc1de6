"""`make bench`: the portal's pages beside a bare Flask application that prints the same HTML."""
