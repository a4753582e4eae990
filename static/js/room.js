// The review room: after a while without a pointer, a tap or a key, the controls of [data-room] go to sleep.
// While the film stands still, they stay.

const SLEEP_AFTER_MS = 2500;
const room = document.querySelector("[data-room]");
let timer = 0;

function wake() {
  const film = room.querySelector("video");
  room.removeAttribute("data-asleep");
  clearTimeout(timer);
  if (film && !film.paused) {
    timer = setTimeout(() => room.setAttribute("data-asleep", ""), SLEEP_AFTER_MS);
  }
}

if (room) {
  for (const sign of ["pointermove", "pointerdown", "keydown", "focusin"]) {
    room.addEventListener(sign, wake);
  }
  for (const sign of ["play", "pause"]) {
    room.addEventListener(sign, wake, true); // media events don't bubble; the room's film changes
  }
}
