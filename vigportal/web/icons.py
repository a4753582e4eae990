"""The portal's icons: drawn for it, 24 × 24, one stroke, in the colour of the words beside them.

An icon never stands alone: it is hidden from screen readers and a word says the same. Quiet room.
"""

ICONS: dict[str, str] = {
    # Places
    "today": (
        '<rect x="4" y="5" width="16" height="15" rx="2"/><path d="M4 10h16M8 3v4M16 3v4"/>'
        '<circle class="solid" cx="12" cy="15" r="2"/>'
    ),
    "caseload": (
        '<path d="M4 7.5a2 2 0 0 1 2-2h3.6l2.2 2.4H18a2 2 0 0 1 2 2V17a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2z"/>'
        '<path d="M8 13h8"/>'
    ),
    "supervision": (
        '<circle cx="8" cy="10.5" r="3"/><path d="M2.5 20c0-3.2 2.4-5 5.5-5s5.5 1.8 5.5 5"/>'
        '<path d="M13.5 4h6a1.5 1.5 0 0 1 1.5 1.5v4a1.5 1.5 0 0 1-1.5 1.5H18l-2.5 2.5V11h-2z"/>'
    ),
    "service": '<path d="M5 20V7l7-3.5L19 7v13M3 20h18M10 20v-4.5h4V20M9 10.5v.5M15 10.5v.5"/>',
    "home": '<path d="M4 11l8-7 8 7M6 9.5V20h12V9.5M10 20v-5.5h4V20"/>',
    # Footage
    "film": (
        '<rect x="3" y="5" width="18" height="14" rx="2"/>'
        '<path d="M8 5v14M16 5v14M3 9.7h5M3 14.3h5M16 9.7h5M16 14.3h5"/>'
    ),
    "clip": '<path d="M8 5H5v14h3M16 5h3v14h-3"/><path class="solid" d="M10 8.5v7l5-3.5z"/>',
    "still": (
        '<rect x="3" y="5" width="18" height="14" rx="2"/><circle cx="8.5" cy="10" r="1.5"/>'
        '<path d="M4 17l5-4 3 2.4 3.6-4.4 4.6 5.4"/>'
    ),
    "moment": '<path d="M12 3.5l2.3 6.2 6.2 2.3-6.2 2.3-2.3 6.2-2.3-6.2L3.5 12l6.2-2.3z"/>',
    "upload": '<path d="M12 15.5V4M7.5 8.5L12 4l4.5 4.5M4 15v3a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-3"/>',
    "download": '<path d="M12 4v11.5M7.5 11L12 15.5l4.5-4.5M4 15v3a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-3"/>',
    "play": (
        '<path class="solid" d="M7.5 4.6c0-.8.9-1.3 1.6-.9l11.2 7.4c.7.4.7 1.4 0 1.8L9.1 20.3c-.7.4-1.6-.1-1.6-.9z"/>'
    ),
    "pause": (
        '<rect class="solid" x="6" y="4.5" width="4.2" height="15" rx="1"/>'
        '<rect class="solid" x="13.8" y="4.5" width="4.2" height="15" rx="1"/>'
    ),
    "step-back": '<path class="solid" d="M18 5.5v13L8.5 12z"/><path d="M6 6v12"/>',
    "step-forward": '<path class="solid" d="M6 5.5v13l9.5-6.5z"/><path d="M18 6v12"/>',
    "loop": ('<path d="M17 2.5L20 5.5l-3 3M4 11V8.5a3 3 0 0 1 3-3h13M7 21.5l-3-3 3-3M20 13v2.5a3 3 0 0 1-3 3H4"/>'),
    "slow": ('<path d="M4.2 18.5a9 9 0 1 1 15.6 0M12 14.5L8 9"/><circle class="solid" cx="12" cy="14.5" r="1.7"/>'),
    "sound": '<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11"/>',
    "muted": '<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM16 9.5l5 5M21 9.5l-5 5"/>',
    "fullscreen": (
        '<path d="M4 9V5a1 1 0 0 1 1-1h4M15 4h4a1 1 0 0 1 1 1v4M20 15v4a1 1 0 0 1-1 1h-4M9 20H5a1 1 0 0 1-1-1v-4"/>'
    ),
    # State
    "check": '<path d="M5 12.8l4.5 4.5L19 7.5"/>',
    "wait": '<circle cx="12" cy="12" r="9"/><path d="M8 12h.01M12 12h.01M16 12h.01"/>',
    "closed": '<circle cx="12" cy="12" r="9"/><path d="M5.8 5.8l12.4 12.4"/>',
    "warn": '<path d="M12 4.2l9 15.3H3zM12 10.3v4M12 17h.01"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.7h.01"/>',
    "bin": '<path d="M4 7h16M9 7V4.5h6V7M6 7l1 13h10l1-13M10 11v5M14 11v5"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2.2"/>',
    "calendar": '<rect x="4" y="5" width="16" height="15" rx="2"/><path d="M4 10h16M8 3v4M16 3v4"/>',
    "lock": ('<rect x="5" y="10.5" width="14" height="9.5" rx="2"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5M12 14.5v2"/>'),
    "shield": (
        '<path d="M12 3.5l7.5 2.7v5.3c0 4.5-3 7.6-7.5 9.2-4.5-1.6-7.5-4.7-7.5-9.2V6.2zM8.8 12l2.3 2.3 4.2-4.5"/>'
    ),
    # People
    "person": '<circle cx="12" cy="8" r="3.8"/><path d="M4.5 20.5c0-4 3.3-6.3 7.5-6.3s7.5 2.3 7.5 6.3"/>',
    "people": (
        '<circle cx="9" cy="8.5" r="3.2"/><path d="M3 19.8c0-3.3 2.6-5.3 6-5.3s6 2 6 5.3"/>'
        '<path d="M15.5 5.6a3.2 3.2 0 0 1 0 5.9M17.3 14.8c2.3.6 3.7 2.4 3.7 5"/>'
    ),
    "child": (
        '<circle cx="12" cy="12.5" r="8"/><path d="M12 4.5c0 1.7 1 2.6 2.6 2.6M9 12h.01M15 12h.01"/>'
        '<path d="M9 15.3a4 4 0 0 0 6 0"/>'
    ),
    "eye": ('<path d="M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12z"/><circle cx="12" cy="12" r="3"/>'),
    "speech": (
        '<path d="M5.5 5h13A1.5 1.5 0 0 1 20 6.5v8a1.5 1.5 0 0 1-1.5 1.5H11l-4.5 4v-4h-1'
        'A1.5 1.5 0 0 1 4 14.5v-8A1.5 1.5 0 0 1 5.5 5z"/>'
    ),
    # Acts
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "edit": '<path d="M4 20h4L19.5 8.5l-4-4L4 16zM13 7l4 4"/>',
    "back": '<path d="M15 5l-7 7 7 7"/>',
    "next": '<path d="M9 5l7 7-7 7"/>',
    "leave": '<path d="M6 6l12 12M18 6L6 18"/>',
    "undo": '<path d="M8 5L4 9l4 4M4 9h10.5a5.5 5.5 0 0 1 0 11H9"/>',
    "retry": '<path d="M20 12a8 8 0 1 1-2.6-5.9L20 8.5M20 3.5v5h-5"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5L20.5 20.5"/>',
    "settings": (
        '<path d="M4 7h8.5M17.5 7H20M4 17h2.5M11.5 17H20"/><circle cx="15" cy="7" r="2.5"/>'
        '<circle cx="9" cy="17" r="2.5"/>'
    ),
    "sign-out": '<path d="M10 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h4M15.5 8l4 4-4 4M19 12H9.5"/>',
    "help": (
        '<circle cx="12" cy="12" r="9"/><path d="M9.3 9.5a2.8 2.8 0 1 1 4.2 2.4c-1 .6-1.5 1.1-1.5 2.1M12 17h.01"/>'
    ),
    # Things
    "key": '<circle cx="8" cy="15.5" r="4"/><path d="M11 12.5L20 3.5M16 7.5l3 3M13.5 10l2 2"/>',
    "phone": (
        '<path d="M6 3.5h3l1.8 4.7L8.5 10a11 11 0 0 0 5.5 5.5l1.8-2.3 4.7 1.8v3a2 2 0 0 1-2 2C10.8 20 4 13.'
        '2 4 5.5a2 2 0 0 1 2-2z"/>'
    ),
    "device": '<rect x="7" y="3" width="10" height="18" rx="2"/><path d="M11 17.7h2"/>',
    "qr": '<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5M20 14v2.5M14 20h2.5M20 20h-.01"/>',
    "mail": '<rect x="3" y="5" width="18" height="14" rx="2"/><path d="M3.5 7l8.5 6 8.5-6"/>',
    "letter": '<path d="M6 3.5h8l4 4V20.5H6zM14 3.5v4h4M9 12h6M9 16h6"/>',
    "print": '<path d="M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6.5H7z"/>',
    "chart": '<path d="M4 4v16h16M7.5 15l4-4.5 3 2.5 5-6.5"/>',
    "goal": (
        '<circle cx="12" cy="12" r="9"/><circle cx="12" cy="12" r="4.8"/>'
        '<circle class="solid" cx="12" cy="12" r="1.5"/>'
    ),
    "list": '<path d="M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01"/>',
}
