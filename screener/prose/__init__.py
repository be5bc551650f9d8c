"""Rules, questions and values in words, in the languages of their readers."""
