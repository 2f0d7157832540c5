"""What is measured is measured as it is used: `analysis` comes first, and keeps linear algebra to one thread."""

import analysis  # noqa: F401
