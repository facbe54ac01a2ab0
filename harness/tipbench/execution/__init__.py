"""Running a system over documents: workers, limits, and predictions that are never lost."""
