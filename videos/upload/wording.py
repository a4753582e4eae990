"""Why a part or an upload was refused, in a sentence for the person. Quiet room; translated where it is shown."""

from collections.abc import Mapping

from videos.upload.commands import Why

_AGAIN = "Something between your device and the portal changed what was sent. Please try again."
_RELOAD = "This page does not fit the portal any more. Please load it again; what has arrived is kept."

SENTENCES: Mapping[Why, str] = {
    Why.METHOD: _RELOAD,
    Why.VERSION: _RELOAD,
    Why.UNSUPPORTED: _RELOAD,
    Why.BODY: _RELOAD,
    Why.LENGTH: _RELOAD,
    Why.EMPTY: "This file is empty. Please choose the film again.",
    Why.TOO_LARGE: "This film is larger than the portal takes. Film for about ten minutes, or in a smaller size.",
    Why.METADATA: "Please say what the film is, on which day it was filmed, and who is in it.",
    Why.PART_TYPE: _RELOAD,
    Why.PART_SIZE: _AGAIN,
    Why.OFFSET: _AGAIN,
    Why.CHECKSUM: _AGAIN,
    Why.GONE: "This upload has ended. Please choose the film again.",
    Why.FINISHED: "This film has arrived already.",
    Why.LOCKED: "This film is being sent from another tab or device. Please wait a moment.",
    Why.GAP: "The portal has a different part of the film than this page thought. It goes on from there.",
    Why.BEYOND: "More was sent than the film is long. Please choose the film again.",
    Why.CHECKSUM_MISMATCH: _AGAIN,
    Why.NO_ROOM: (
        "Your service has room for {footage} more, and this film has {size}. Take films away that nobody needs any "
        "more, or ask the manager of your service for more room. Keep the film on the phone until then."
    ),
    Why.DAY_FULL: (
        "You can begin to send {today} more today, and this film has {size}. Send it tomorrow, or ask the manager of "
        "your service to allow more a day. Keep the film on the phone until then."
    ),
    Why.TOO_MANY: (
        "You have as many films on their way as one person may. Let one of them arrive or give it up, then send this "
        "one; or ask the manager of your service to allow more at once."
    ),
    Why.DISK_FULL: (
        "There is no room on the portal’s disk just now. What has arrived is kept: press “Go on” later. Keep the film "
        "on the phone, and tell the manager of your service."
    ),
}

PAGE: Mapping[str, str] = {
    "choose": "Choose the film first.",
    "kind": "This does not look like a film. Choose one from a phone or camera (MP4, MOV, 3GP, MKV, WebM, AVI, MTS).",
    "empty": "This file is empty. Choose the film again.",
    "large": "This film has {size}: more than the portal takes. Film for about ten minutes, or in a smaller size.",
    "no_room": "This film has {size}, and there is room for {room}. What to do stands below “Room for films”.",
    "disk_full": "There is no room on the portal’s disk just now. What has arrived is kept: press “Go on” later.",
    "chosen": "Ready to send: {size}.",
    "goes_on": "Part of this film is here already. Sending goes on from there.",
    "sending": "Sending: {percent} %",
    "sending_about": "Sending: {percent} %, about {minutes} min left",
    "paused": "Paused. What has arrived is kept.",
    "stopped": "The line broke. What has arrived is kept: press “Go on” when you like, today or tomorrow.",
    "again": "Nothing has gone through for a while. Trying again …",
    "signed_out": (
        "You are signed out. What has arrived is kept. Leave this page open, sign in again in another tab, and come "
        "back here: it goes on where it stopped."
    ),
    "changed": (
        "This file has changed since it was chosen, or can’t be read any more: so it goes with films in a cloud "
        "folder. Copy the film onto this device and choose it again. What has arrived is kept."
    ),
    "offline": "There is no network just now. It goes on by itself when there is.",
    "cancelled": "Given up. What had arrived is erased.",
    "checking": "Everything is here. Comparing it with the film on this device …",
    "arrived": "The film has arrived. Keep it on this device until its page says that it is ready.",
    "safe": "The film is safe. You can now delete it from the phone, and from its cloud and its bin.",
}
"""What the upload page says as it goes. Figures in braces are filled in by the page."""
