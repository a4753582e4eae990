"""Wrong ways to read what a question is about: `consent/matters.py`."""

MATTERS = "consent.matters"

MUTANTS = (
    ("keep_copy doesn't need view", MATTERS, "(Action.VIEW, Action.KEEP_COPY),", "(Action.KEEP_COPY,),"),
    ("keep_copy is but a view", MATTERS, "(Action.VIEW, Action.KEEP_COPY),", "(Action.VIEW,),"),
    ("a replay knows what came later", MATTERS, "step is None or step.number > up_to or", "step is None or"),
    ("the tree may be upside down", MATTERS, " or DEPTH.get(step.kind, BELOW_ALL) >= depth:", " or len(line) > 9:"),
    (
        "two of a kind may stand on each other",
        MATTERS,
        "DEPTH.get(step.kind, BELOW_ALL) >= depth",
        "DEPTH.get(step.kind, BELOW_ALL) > depth or len(line) > 9",
    ),
    (
        "a film needs no case",
        MATTERS,
        "return tuple(line) if depth == DEPTH[AssetKind.CASE] else ()",
        "return tuple(line)",
    ),
    (
        "a broken line ends where it breaks",
        MATTERS,
        "            return ()\n        depth",
        "            return tuple(line)\n        depth",
    ),
    (
        "a case can be asked about",
        MATTERS,
        "if not asked or asked[0].kind == AssetKind.CASE or not",
        "if not asked or not",
    ),
    ("a highlight is asked by itself", MATTERS, "return (asked, *made_of)", "return (asked,)"),
    (
        "what a highlight over a clip is made of is forgotten",
        MATTERS,
        "{clip for asset in asked for clip",
        "{clip for asset in asked[:1] for clip",
    ),
    ("a highlight is made of anything", MATTERS, "or not all(map(_is_filmed_clip, made_of))", ""),
    (
        "a highlight may be made of what is unknown",
        MATTERS,
        "return bool(line) and line[0].kind",
        "return not line or line[0].kind",
    ),
    (
        "a highlight may be made of films",
        MATTERS,
        "bool(line) and line[0].kind == AssetKind.CLIP and not",
        "bool(line) and not",
    ),
    (
        "a highlight may be made of highlights",
        MATTERS,
        "== AssetKind.CLIP and not any(asset.made_of for asset in line)",
        "== AssetKind.CLIP",
    ),
    (
        "everybody ever listed is asked",
        MATTERS,
        "for a in asset.people if in_force(a.from_at, a.until_at, at)}",
        "for a in asset.people}",
    ),
    (
        "who is listed later is asked now",
        MATTERS,
        "if in_force(a.from_at, a.until_at, at)}",
        "if a.until_at is None or at < a.until_at}",
    ),
    ("a wide purpose can be made narrow", MATTERS, "purpose in WIDE or allowance.breadth", "allowance.breadth"),
    (
        "a narrow purpose can't be made wide",
        MATTERS,
        "purpose in WIDE or allowance.breadth != Breadth.NARROW",
        "purpose in WIDE",
    ),
    (
        "the ceiling is asked for one action only",
        MATTERS,
        "for act in NEEDS[question.action])",
        "for act in [question.action])",
    ),
)
