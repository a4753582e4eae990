"""Every address of the portal, from the URLconf itself: its name, and the parts that stand in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

METHODS = ("GET", "POST", "HEAD", "PATCH", "DELETE")


@dataclass(frozen=True)
class Address:
    """A named pattern."""

    name: str
    parts: tuple[str, ...]

    def path(self, told: dict[str, object]) -> str:
        """Where it leads in this world."""
        return reverse(self.name, kwargs={part: told[part] for part in self.parts})


def addresses() -> list[Address]:
    """All of them. One without a name could have no row, so it is named by its pattern."""
    return list(_under(get_resolver(), ()))


def _under(resolver: URLResolver, spaces: tuple[str, ...]) -> Iterator[Address]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _under(each, (*spaces, each.namespace) if each.namespace else spaces)
        elif isinstance(each, URLPattern):
            name = ":".join((*spaces, each.name or f"no name: {each.pattern}"))
            yield Address(name, tuple(each.pattern.regex.groupindex))
