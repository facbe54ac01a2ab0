"""What a release of the corpus says of itself: card, Croissant, citation, changelog, manifest."""
