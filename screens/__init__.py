"""The app: one screen and its style sheet side by side, widgets one a file."""
