"""The languages that consent may be talked about in: whatever somebody interprets into, not only those written here."""

from collections.abc import Mapping

from django.conf.locale import LANG_INFO
from django.utils.translation.trans_real import parse_accept_lang_header

from consent.languages import ENGLISH, LANGUAGES

MORE: Mapping[str, str] = {
    "bfi": "British Sign Language", "rom": "Romani", "so": "Somali", "ti": "Tigrinya", "yo": "Yoruba",
    "zh": "Chinese",
}  # fmt: skip
OWN: Mapping[str, str] = {
    "bn": "বাংলা লিখুন", "km": "ភាសាខ្មែរ", "kn": "ಕನ್ನಡ", "mn": "Монгол хэл өү", "pa": "ਪੰਜਾਬੀ ਵਿੱਚ", "ti": "ትግርኛ ቋንቋ",
    "ur": "اردو میں ہے ٹڈڑ", "vi": "Tiếng Việt ăâđêôơư", "yo": "Èdè Yorùbá ẹọṣ",
    "zh": "中文 漢語",
}  # fmt: skip
"""Some words in those of which Django has no name, or one that lacks their own letters."""


def spoken_languages() -> list[tuple[str, str]]:
    """Each code with its English name, by name; regional variants of one are left out."""
    known = {code: info["name"] for code, info in LANG_INFO.items() if "name" in info and "-" not in code}
    return sorted({**known, **MORE}.items(), key=lambda pair: pair[1])


def wished_for(accepted: str) -> str:
    """The first language of a browser's wishes (`Accept-Language`) that words are written in, or else English."""
    for code, _ in parse_accept_lang_header(accepted):
        language = code.partition("-")[0]
        if language in LANGUAGES:
            return language
        if language == ENGLISH.code.partition("-")[0]:
            break
    return ENGLISH.code


def samples() -> dict[str, str]:
    """For each that can be chosen for consent, by its English name, something that is written with its letters."""
    written = {language.english: language.sample for language in LANGUAGES.values()}
    return {name: _in_its_letters(code) for code, name in spoken_languages()} | written


def _in_its_letters(code: str) -> str:
    return OWN.get(code) or LANG_INFO.get(code, {}).get("name_local", "")
