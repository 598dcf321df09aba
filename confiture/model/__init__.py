"""The nouns: frozen values without behaviour of their own."""
