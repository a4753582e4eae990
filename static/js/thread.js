/* The talk about a clip: a time seeks the player; the player fills in the frame of the next comment.
   A frame is shown by seeking to its middle: its edges belong to its neighbours. */

const NEARLY = 1e-6;
const thread = document.querySelector("[data-thread]");
const video = document.querySelector("[data-player] video");

function clock(seconds) {
  const hundredths = Math.floor(seconds * 100 + NEARLY);
  const rest = hundredths % 6000;
  const pad = (figure) => String(figure).padStart(2, "0");
  return `${(hundredths - rest) / 6000}:${pad(Math.floor(rest / 100))}.${pad(rest % 100)}`;
}

if (thread && video) {
  const rate = Number(thread.dataset.rateNum) / Number(thread.dataset.rateDen);
  const last = Number(thread.dataset.frames) - 1;
  const field = thread.querySelector("input[name=frame]");
  const at = thread.querySelector("[data-at]");

  const follow = () => {
    if (!field || video.hidden) return;
    const frame = Math.min(last, Math.max(0, Math.floor(video.currentTime * rate + NEARLY)));
    field.value = String(frame);
    at.querySelector("[data-at-time]").textContent = clock(frame / rate);
    at.hidden = false;
  };

  thread.addEventListener("click", (event) => {
    const time = event.target.closest("[data-seek]");
    if (!time) return;
    event.preventDefault();
    video.pause();
    video.currentTime = (Number(time.dataset.seek) + 0.5) / rate;
    video.closest("[data-player]").scrollIntoView({ block: "nearest" });
  });
  field?.addEventListener("change", () => {
    video.pause();
    video.currentTime = (Number(field.value) + 0.5) / rate;
  });
  // what was typed and refused stays as it was typed, until the player is moved
  for (const sign of ["timeupdate", "seeked"]) video.addEventListener(sign, follow);
}
