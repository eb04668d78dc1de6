"""Who may see a sitting: its person, and nobody else whatever their role. The loaders know of no other person's."""

from portal.kernel.access import found

SIT = found("sit one's own self-assessment")
