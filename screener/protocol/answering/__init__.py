"""Raw answers, from data or a file, become checked ones, or a list of what is wrong."""
