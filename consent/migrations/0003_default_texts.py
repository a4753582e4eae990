"""The neutral wording a service starts with: one text for each purpose, version 1. A service may publish its own."""

from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from django.db import migrations

PUBLISHED_AT = datetime(2026, 11, 1, tzinfo=UTC)

TEXTS = (
    # purpose, action, the words
    (
        "practice",
        "view",
        (
            "Your practitioner would like to film you and your child together, keep the film, and choose short moments from "
            "it that went well. You watch these moments together and talk about them.\n"
            "Your practitioner can watch the film. Nobody else can, unless you say yes to that too.\n"
            "The film is locked away and is taken away for good after a while. You can always see when."
        ),
    ),
    (
        "family_viewing",
        "view",
        (
            "The moments you choose together can be put here, so that you can watch them again on your own phone or "
            "computer.\n"
            "You sign in to watch. The people of your family that your practitioner has put a moment before can watch it "
            "too, with a sign-in of their own.\n"
            "The moments can be watched here only. They can't be saved or sent on."
        ),
    ),
    (
        "family_viewing",
        "keep_copy",
        (
            "You can keep a copy of a moment for yourself.\n"
            "Once you have a copy, the portal can't lock it or take it back. You look after it. Please think about who else "
            "is in it before you show it or send it on.\n"
            "The portal notes who has a copy."
        ),
    ),
    (
        "supervision",
        "view",
        (
            "Your practitioner has a supervisor: somebody with more experience who helps them do this work well. They would "
            "watch some of the moments together and talk about what your practitioner does.\n"
            "The supervisor watches here, after signing in. They can't save the film or send it on.\n"
            "Your practitioner goes on working with you if you say no."
        ),
    ),
    (
        "accreditation",
        "view",
        (
            "Your practitioner is finishing a part of their training. Somebody from outside looks at some of the moments to "
            "see that the work is done well.\n"
            "That person watches here, for a short time, and only the moments that are chosen for it. They can't save them "
            "or send them on."
        ),
    ),
    (
        "intervision",
        "view",
        (
            "Practitioners learn from each other. Your practitioner would like to show some of the moments to a small group "
            "of others who learn or do this work too.\n"
            "They watch together with your practitioner. Nobody in the group can save the moments or send them on."
        ),
    ),
    (
        "team",
        "view",
        (
            "Your practitioner would like to show some of the moments to people who help your family too. You "
            "are told who they are.\n"
            "They can't save the moments or send them on."
        ),
    ),
    (
        "training",
        "view",
        (
            "Some of the moments could help other people learn this way of working. They would be shown at training days "
            "to people you don't know.\n"
            "Your name is not said. People who know you could still know you by your face or your voice.\n"
            "They can't save the moments or send them on."
        ),
    ),
    (
        "presentation",
        "view",
        (
            "Some of the moments could be shown in a talk about this work, to a larger group of people you don't know.\n"
            "Your name is not said. People who know you could still know you by your face or your voice.\n"
            "The moments are shown and not handed out."
        ),
    ),
    (
        "research",
        "view",
        (
            "Some of the moments could be looked at by people who study how this work helps families.\n"
            "They tell you about their study first, in a letter of their own. In what they write, nobody can see that it "
            "was you."
        ),
    ),
)


def write(apps, _schema_editor):
    """Ids are made from purpose, action, language and version, so that they are the same everywhere."""
    rows = apps.get_model("consent", "ConsentText").objects
    for purpose, action, body in TEXTS:
        key = uuid5(NAMESPACE_URL, f"vigportal:consent-text:{purpose}:{action}:en-gb:1")
        facts = {"purpose": purpose, "action": action, "language": "en-gb", "version": 1, "body": body}
        rows.get_or_create(id=key, defaults={**facts, "published_at": PUBLISHED_AT})


class Migration(migrations.Migration):
    dependencies = [("consent", "0002_append_only")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
