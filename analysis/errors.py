"""What stops the dashboard, in a sentence for the person who uses it."""

from __future__ import annotations


class DashboardError(ValueError):
    """What cannot be done; its message is one plain sentence for a clinic manager: what, where and what to do."""
