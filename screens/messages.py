"""What widgets say to the screen that holds them, and what modal screens come back with."""

from dataclasses import dataclass

from textual.message import Message


@dataclass
class Chosen(Message):
    """An item of a list was chosen."""

    item: str
