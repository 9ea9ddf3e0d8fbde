"""How good a translation is: certainty of its words, back-translation, scores against a reference."""
