"""Pages and data are sent squeezed; films and every other stream are not."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

SIGNING_IN = "/account/"
WORDS = frozenset({"text/html", "application/json", "application/fhir+json"})


class Squeezed(GZipMiddleware):
    """Compress whole answers in words alone: never a stream, part of a film, or bytes that are small already.

    Against BREACH, which guesses a secret beside words of the attacker's: whatever came with a value in its address or
    in a form may show that value, so it goes as it is, and so do the pages of signing in. Django pads all else with
    random bytes, and masks the form's token anew in each page.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Leaves alone what is no words, or only a range, or could show what was sent."""
        kind = response.get("Content-Type", "").partition(";")[0].strip()
        is_whole = not response.streaming and not response.has_header("Content-Range")
        may_reflect = request.method != "GET" or any(request.GET.values()) or request.path.startswith(SIGNING_IN)
        if not is_whole or kind not in WORDS or may_reflect:
            return response
        return super().process_response(request, response)
