from tests.learning.conftest import lessons, two

__all__ = ["lessons", "two"]
