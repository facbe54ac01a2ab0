"""Systems: whatever answers for a document, from the baselines to a user's own function."""
