"""What is said above the line of input: as much as has room, and the rest by pages."""

from textual.content import Content
from textual.geometry import Size

from screener.language import _
from screens.widgets.plain_text import PlainText, content


class Notice(PlainText):
    """Text of which nothing is cut off: what has no room comes on the next page."""

    def __init__(self) -> None:
        super().__init__(id="notice", classes="notice -empty")
        self._page = 0

    def show(self, text: str | Content) -> None:
        """Replace the text, from its beginning."""
        self._page = 0
        super().show(text)
        self.refresh()

    def turn(self, by: int) -> bool:
        """Go so many pages on, or back; False where there is none."""
        pages = len(self._pages())
        if not self.display or not 0 <= self._page + by < pages:
            return False
        self._page += by
        self.refresh()
        return True

    def on_resize(self) -> None:
        """Begin anew: another width has other pages."""
        self._page = 0
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Take as many lines as the whole text has; the style says how many there may be."""
        return len(self._lines(width))

    def render(self) -> Content:
        """Give the page that is read now, and say that there are others."""
        pages = self._pages()
        page = Content("\n").join(pages[self._page])
        if len(pages) == 1:
            return page
        said = _("… {page} of {pages}: PageDown reads on, PageUp goes back")
        told = said.format(page=self._page + 1, pages=len(pages))
        return Content("\n").join((page, content((told, "$quiet"))))

    def _pages(self) -> list[list[Content]]:
        lines, room = self._lines(self.size.width), self.size.height
        if len(lines) <= max(room, 1):
            return [lines]
        most = max(room - 1, 1)
        return [lines[at : at + most] for at in range(0, len(lines), most)]

    def _lines(self, width: int) -> list[Content]:
        whole = self.content
        assert isinstance(whole, Content), "text is always shown as content"
        return whole.wrap(width) if width else [whole]
