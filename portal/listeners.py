"""Who hears what: the signals of lower floors and the services of higher ones."""


def connect() -> None:
    """Idempotent: a process may make several applications."""
