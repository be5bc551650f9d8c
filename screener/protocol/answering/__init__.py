"""Raw answers, from data or from a file, become checked ones, or a list of what is wrong with them."""
