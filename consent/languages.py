"""The languages that consent texts are written in, and the few words a paper form needs in each. Quiet room.

A service adds words in any of them; the portal's own pages may speak fewer (settings.LANGUAGES). A row more is a
language more; its letters stand in LETTERS, and `tests/letters/test_ink.py` compares each on paper with its font.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """A language, its name in English and in itself, and what stands on a form that is filled in with a pen."""

    code: str
    english: str
    own: str
    yes: str
    no: str
    name: str
    signature: str
    date: str
    direction: str = "ltr"

    @property
    def sample(self) -> str:
        """The letters that a paper in this language needs, and its form's words."""
        letters = LETTERS.get(self.code, "")
        words = (self.own, self.yes, self.no, self.name, self.signature, self.date)
        return " ".join((*words, letters, letters.upper()))

    @property
    def names(self) -> str:
        """Both names: whoever chooses may know one of them only."""
        return self.own if self.own == self.english else f"{self.own} ({self.english})"


ENGLISH = Language("en-gb", "English", "English", "Yes", "No", "Name", "Signature", "Date")

LANGUAGES: Mapping[str, Language] = {
    language.code: language
    for language in (
        ENGLISH,
        Language("cy", "Welsh", "Cymraeg", "Ie", "Na", "Enw", "Llofnod", "Dyddiad"),
        Language("nl", "Dutch", "Nederlands", "Ja", "Nee", "Naam", "Handtekening", "Datum"),
        Language("ar", "Arabic", "العربية", "نعم", "لا", "الاسم", "التوقيع", "التاريخ", "rtl"),
        Language("es", "Spanish", "Español", "Sí", "No", "Nombre", "Firma", "Fecha"),
        Language("fa", "Persian", "فارسی", "بله", "خیر", "نام", "امضا", "تاریخ", "rtl"),
        Language("fr", "French", "Français", "Oui", "Non", "Nom", "Signature", "Date"),
        Language("pl", "Polish", "Polski", "Tak", "Nie", "Imię i nazwisko", "Podpis", "Data"),
        Language("pt", "Portuguese", "Português", "Sim", "Não", "Nome", "Assinatura", "Data"),
        Language("ro", "Romanian", "Română", "Da", "Nu", "Numele", "Semnătura", "Data"),
        Language("so", "Somali", "Soomaali", "Haa", "Maya", "Magac", "Saxiix", "Taariikh"),
        Language("sq", "Albanian", "Shqip", "Po", "Jo", "Emri", "Nënshkrimi", "Data"),
        Language("tr", "Turkish", "Türkçe", "Evet", "Hayır", "Ad soyad", "İmza", "Tarih"),
        Language("uk", "Ukrainian", "Українська", "Так", "Ні", "Ім’я", "Підпис", "Дата"),
    )
}

LETTERS: Mapping[str, str] = {
    "cy": "áàâäéèêëíìîïóòôöúùûüẃẁŵẅýỳŷÿ",
    "nl": "áäéëíïĳóöúü",
    "ar": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي٠١٢٣٤٥٦٧٨٩،؛؟",
    "es": "áéíñóúü¡¿",
    "fa": "ءآأؤئابپتثجچحخدذرزژسشصضطظعغفقکگلمنهةوی۰۱۲۳۴۵۶۷۸۹،؛؟",
    "fr": "àâæçéèêëîïôœùûüÿ«»",
    "pl": "ąćęłńóśźż",
    "pt": "áàâãçéêíóòôõú",
    "ro": "ăâîșțşţ",
    "sq": "çë",
    "tr": "âçğıİîöşûü",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя’",
}
"""What each is written with beyond a to z, in small letters (CLDR's main letters)."""


def language_of(code: str) -> Language:
    """The language with this code; English words for one that nobody has listed."""
    return LANGUAGES.get(code, ENGLISH)
