"""A real browser, begun once for all tests of a process: to begin and end one takes a second of processor time.

Its driver runs a loop, beside which Django refuses to touch the database: it lives in a thread of its own, and a test
hands over what is to be done there. Every piece of work begins in a browser without a context, and leaves it so.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from playwright.sync_api import Browser, Playwright, sync_playwright

CHROMIUM = "/usr/bin/chromium"
QUIET = ("--disable-background-networking", "--disable-component-update")
OPTIONS = ["--no-sandbox", "--disable-gpu", "--in-process-gpu", *QUIET]  # one process less to draw: a sixth of the time


class _Room:
    """The thread of the browser, and what lives in it."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="browser")
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None

    def begin[T](self, work: Callable[[Browser], T]) -> Future[T]:
        return self._thread.submit(self._done, work)

    def end(self) -> None:
        self._thread.submit(self._close).result()
        self._thread.shutdown()

    def _done[T](self, work: Callable[[Browser], T]) -> T:
        browser = self._opened()
        try:
            return work(browser)
        finally:
            for context in browser.contexts:
                context.close()

    def _opened(self) -> Browser:
        if self._playwright is None:
            self._playwright = sync_playwright().start()
        if self._browser is None or not self._browser.is_connected():
            self._browser = self._playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        return self._browser

    def _close(self) -> None:
        if self._browser is not None:
            self._browser.close()
        if self._playwright is not None:
            self._playwright.stop()


_ROOM = _Room()


def in_browser[T](work: Callable[[Browser], T]) -> T:
    """Do this with the browser, and give what comes of it. It may not touch the database of this process."""
    return beside_the_browser(work).result()


def beside_the_browser[T](work: Callable[[Browser], T]) -> Future[T]:
    """The same, while the caller goes on: what the browser asks for may need the database."""
    return _ROOM.begin(work)


def pytest_sessionfinish() -> None:
    """The browser ends with the tests."""
    _ROOM.end()
