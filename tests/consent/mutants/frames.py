"""Wrong ways for a no to follow the frames."""

VOICES = "consent.voices"
FACTS = "consent.facts"
MATTERS = "consent.matters"
TERMS = "consent.terms"

MUTANTS = (
    (
        "a no stays behind when the ends are moved",
        VOICES,
        "heard += on_its_frames(facts, person, matter)",
        "heard += []",
    ),
    (
        "ends that only touch overlap",
        MATTERS,
        "one.first < other.end and other.first < one.end",
        "one.first <= other.end and other.first <= one.end",
    ),
    (
        "only what begins later overlaps",
        MATTERS,
        "one.first < other.end and other.first < one.end",
        "one.first <= other.first < one.end",
    ),
    (
        "another film's frames count",
        MATTERS,
        "film is not None and film == _film_of(facts, other, up_to)",
        "film is not None",
    ),
    ("the first law follows the frames", VOICES, "facts.law < FOLLOWS_FRAMES", "facts.law < 1"),
    ("any yes lifts a no that came with the frames", VOICES, "return yes.scope in matter.cut", "return True"),
    ("a yes to the film lifts it", VOICES, "return yes.scope in matter.cut", "return yes.scope in matter.line"),
    ("no yes lifts it", VOICES, "return yes.scope in matter.cut", "return False"),
    (
        "only a yes to the still lifts it",
        VOICES,
        "return yes.scope in matter.cut",
        "return yes.scope == matter.line[0]",
    ),
    (
        "no assent that names a dissent lifts it",
        VOICES,
        "is_named = dissent.scope not in matter.line and dissent.id in assent.lifts",
        "is_named = False",
    ),
    (
        "a broad assent lifts a narrow dissent by naming it",
        VOICES,
        "is_named = dissent.scope not in matter.line and dissent.id in assent.lifts",
        "is_named = dissent.id in assent.lifts",
    ),
    ("a dissent stays behind", TERMS, "CLOSING = NOES | {Kind.DISSENT}", "CLOSING = NOES"),
    ("a yes follows the frames, too", FACTS, " and said.kind in CLOSING", ""),
)
