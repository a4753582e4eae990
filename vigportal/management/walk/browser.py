"""Somebody at a browser of their own: cookies, pages, links, forms. The standard library, no test client."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from http.client import HTTPConnection, HTTPMessage
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

from vigportal.management.walk.forms import Answer, FormReader, Key, NoSuchField, PageForm

PATIENCE_SECONDS = 120
MOST_REDIRECTS = 8
FAULT = re.compile(r'class="(?:field-error|error-summary)".*?</(?:p|div)>', re.DOTALL)
MARKUP = re.compile(r"<[^>]+>|\s+")


class Stuck(RuntimeError):
    """The portal answered otherwise than the walk needs; the message says what it answered."""


@dataclass(frozen=True)
class Page:
    """An answer."""

    path: str
    status: int
    headers: HTTPMessage
    body: bytes

    @cached_property
    def text(self) -> str:
        """As text."""
        return self.body.decode(errors="replace")

    @cached_property
    def read(self) -> FormReader:
        """Its forms and links."""
        reader = FormReader()
        reader.feed(self.text)
        return reader

    def link(self, pattern: str) -> str:
        """The first link of which the whole fits the pattern."""
        for address in self.links(pattern):
            return address
        raise Stuck(f"{self.path}: no link {pattern} among {sorted(set(self.read.links))}")

    def links(self, pattern: str) -> list[str]:
        """Every such link, once, in their order."""
        found = [each for each in self.read.links if re.fullmatch(pattern, each)]
        return list(dict.fromkeys(found))

    def find(self, pattern: str) -> str:
        """What the pattern's group holds."""
        found = re.search(pattern, self.text)
        if found is None:
            raise Stuck(f"{self.path}: nothing like {pattern} on the page: {self.words}")
        return found[1]

    def form(self, action: str) -> PageForm:
        """The form that goes to an address that ends so; an empty one stands for the page's own."""
        own = {"", self.path, urlsplit(self.path).path}
        for form in self.read.forms:
            if form.action.endswith(action) if action else form.action in own:
                return form
        raise Stuck(f"{self.path}: no form to “{action}” among {[form.action for form in self.read.forms]}")

    @property
    def words(self) -> str:
        """The page's own words, cut short, for whoever reads why the walk ended."""
        main = self.text.partition("<main")[2] or self.text
        return MARKUP.sub(" ", main)[:600]


@dataclass
class Browser:
    """One person's. Every request stands alone, as the slowest of phones would send it."""

    name: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Page:
        """One request, one answer, whatever it is."""
        line = self.connect()
        try:
            line.request(method, path, body=body, headers={**self.manners, **(headers or {})})
            answer = line.getresponse()
            self._keep(answer.headers)
            return Page(path, answer.status, answer.headers, answer.read())
        finally:
            line.close()

    def connect(self) -> HTTPConnection:
        """A line to the portal."""
        return HTTPConnection("localhost", self.port, timeout=PATIENCE_SECONDS)

    @property
    def manners(self) -> dict[str, str]:
        """What every request carries."""
        held = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": held, "Accept": "text/html,*/*", "Accept-Language": "en-GB"}

    def visit(self, path: str) -> Page:
        """A page that has to be there; redirects are followed."""
        return self._arrived(self._follow(self.ask("GET", path)))

    def send(self, page: Page, action: str = "", press: Key | None = None, /, **answers: Answer) -> Page:
        """Fills in a form of the page and sends it. A page that comes back with a fault is no success."""
        form = page.form(action)
        try:
            pairs = form.filled(answers, press)
        except NoSuchField as why:
            raise Stuck(f"{page.path}: {why}") from why
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"http://localhost:{self.port}",
            "Sec-Fetch-Site": "same-origin",
        }
        path = urljoin(page.path, form.action or page.path)
        answer = self._follow(self.ask("POST", path, headers=headers, body=urlencode(pairs).encode()))
        return self._accepted(self._arrived(answer))

    def fill(self, path: str, /, **answers: Answer) -> Page:
        """Opens a page and sends its own form."""
        return self.send(self.visit(path), **answers)

    def _follow(self, page: Page) -> Page:
        for _turn in range(MOST_REDIRECTS):
            if page.status not in {301, 302, 303, 307, 308}:
                return page
            to = urlsplit(urljoin(page.path, page.headers["Location"]))
            page = self.ask("GET", to.path + (f"?{to.query}" if to.query else ""))
        raise Stuck(f"{self.name} is sent round in circles at {page.path}")

    def _arrived(self, page: Page) -> Page:
        if page.status >= 400:
            raise Stuck(f"{self.name} asked for {page.path} and was answered {page.status}: {page.words}")
        return page

    def _accepted(self, page: Page) -> Page:
        if fault := FAULT.search(page.text):
            raise Stuck(f"{self.name} sent {page.path} and read: {MARKUP.sub(' ', fault[0])}")
        return page

    def _keep(self, headers: HTTPMessage) -> None:
        for line in headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
