// Read it to me: the browser reads the words of [data-speak] out loud. Its key is shown only where a browser can.

const key = document.querySelector("[data-speak-key]");
const words = document.querySelector("[data-speak]");

function stop() {
  speechSynthesis.cancel();
  key.removeAttribute("aria-pressed");
}

function read() {
  const said = new SpeechSynthesisUtterance(words.innerText);
  said.lang = words.querySelector("[lang]")?.lang || document.documentElement.lang;
  said.rate = 0.95;
  said.addEventListener("end", stop);
  key.setAttribute("aria-pressed", "true");
  speechSynthesis.speak(said);
}

if (key && words && "speechSynthesis" in window) {
  key.hidden = false;
  key.addEventListener("click", () => (speechSynthesis.speaking ? stop() : read()));
  addEventListener("pagehide", stop);
}
