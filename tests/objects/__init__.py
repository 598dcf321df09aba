"""One module per kind of object: from one definition to another and back, on real servers."""
