"""Reports of an evaluation, a module per format."""
