"""Where predictions without offsets stand in the text."""
