"""PAPER: a template becomes an accessible tagged PDF (PDF/UA-1: language, title, headings and tables told to a reader).

Doors: `papers.paper_of(template, context)` gives the bytes, `answers.paper_answer(template, context, name)` the answer
to a request. A template extends `letters/base.html`; each app owns its words. Nothing is fetched but our own static
files. Where this machine lacks the libraries or the letters (`NoPapers`, `NoLetters`), an answer is the same words as a
page to print, which says so.

A library: it may import Django and WeasyPrint, and no app.
"""
