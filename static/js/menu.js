// A menu is a <details data-menu>: it opens without scripts. With them, Esc and a press elsewhere close it.

function close(menu) {
  menu.open = false;
}

document.addEventListener("keydown", (event) => {
  const menu = document.querySelector("details[data-menu][open]");
  if (menu && event.key === "Escape") {
    close(menu);
    menu.querySelector("summary").focus();
  }
});

document.addEventListener("pointerdown", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) {
      close(menu);
    }
  }
});
