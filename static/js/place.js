/* One film, several pages: watched while it is being made ready, then said who is in it, then studied. Whoever goes from
   one to the next goes on where they were, and plays on if the film was playing. Kept by this tab alone, and once. */

const root = document.querySelector("[data-place]");
const video = root?.querySelector("video");
const key = `place ${root?.dataset.place}`;

function goOn({ time, plays }) {
  video.currentTime = time;
  if (plays) video.play().catch(() => {});
}

if (video) {
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
  sessionStorage.removeItem(key);
  if (kept && video.readyState >= HTMLMediaElement.HAVE_METADATA) goOn(kept);
  else if (kept) video.addEventListener("loadedmetadata", () => goOn(kept), { once: true });
  window.addEventListener("pagehide", () => {
    const place = { time: video.currentTime, plays: !video.paused };
    if (place.time > 0) sessionStorage.setItem(key, JSON.stringify(place));
  });
}
