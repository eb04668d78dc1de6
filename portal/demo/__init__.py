"""The demo programme: invented people, and what they have done together so far."""

from portal.demo.filling import DemoSignIns, fill

__all__ = ["DemoSignIns", "fill"]
