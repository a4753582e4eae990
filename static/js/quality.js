/* Which copy of a film is played: the clear one, the small one that spares a slow line and an allowance of data, or, where
   somebody had it made, the one in full detail. What the person chooses is kept on this device; full detail in this window
   only, since the next line may be a slow one, and nothing but the person chooses it. "Automatic" goes by the browser's
   data saver, then by what it knows of the line, else by how fast the poster came; a film that comes to a halt goes on
   with the small copy. */

const KEPT = "picture";
const SLOW = "slow line";
const ENOUGH = 4; // Mbit/s: the clear copy takes about 3
const TELLING = 20000; // bytes: what is smaller says nothing about a line
const PATIENCE = 400; // ms for a poster that is still on its way
const HALT = 1000; // ms

const FULL = "full";
const kept = () => sessionStorage.getItem(KEPT) ?? localStorage.getItem(KEPT) ?? "auto";

function keep(wish) {
  if (wish === FULL) return sessionStorage.setItem(KEPT, wish);
  sessionStorage.removeItem(KEPT);
  return localStorage.setItem(KEPT, wish);
}

/* Mbit/s of what this page has fetched already, newest first; nothing where a browser doesn't tell. */
export function measured() {
  const fetched = performance.getEntriesByType("resource").filter((each) => each.transferSize > TELLING).reverse();
  const [newest] = fetched.filter((each) => each.responseEnd > each.responseStart);
  return newest && (newest.transferSize * 8) / (newest.responseEnd - newest.responseStart) / 1000;
}

const later = (time) => new Promise((done) => { setTimeout(done, time); });

async function isSlow(video) {
  const line = navigator.connection;
  if (line?.saveData || sessionStorage.getItem(SLOW)) return true;
  if (line?.downlink) return line.downlink < ENOUGH;
  if (measured() === undefined && video.poster) await later(PATIENCE);
  return measured() < ENOUGH;
}

/* The same film from elsewhere: at the same place and pace, playing on if it was playing. */
export function changed(video, change) {
  const { currentTime, paused, playbackRate } = video;
  change();
  if (!currentTime && paused) return;
  video.addEventListener("loadedmetadata", () => {
    video.currentTime = currentTime;
    video.playbackRate = playbackRate;
    if (!paused) video.play().catch(() => {});
  }, { once: true });
}

export class Quality {
  constructor(player) {
    this.player = player;
    this.video = player.video;
    this.field = player.root.querySelector("[data-quality]");
    this.select = this.field.querySelector("select");
    this.select.value = kept();
    if (!this.select.value) this.select.value = "auto"; // a clip may lack the copy
    this.field.hidden = false;
    this.select.addEventListener("change", () => { keep(this.select.value); this.choose(); });
    this.video.addEventListener("waiting", () => this.waits());
    player.root.addEventListener("dark", () => { this.field.hidden = true; });
  }

  /* The copies that there are from now on. */
  take() {
    const { small, full } = this.player.root.dataset;
    this.copies = { clear: this.video.src, saving: small, [FULL]: full };
    this.choose();
  }

  /* In parts hls.js itself goes by the line; of an allowance of data it knows nothing. */
  get inParts() {
    const wish = this.select.value;
    return wish === "auto" && navigator.connection?.saveData ? "saving" : wish;
  }

  async choose() {
    const wish = this.select.value;
    if (this.player.live?.hls) { this.player.live.turn(this.inParts); return; }
    const copy = wish === "auto" ? (this.copies?.saving && (await isSlow(this.video)) ? "saving" : "clear") : wish;
    if (wish === this.select.value) this.show(copy);
  }

  show(copy) {
    if (this.player.isDark || !this.copies) return;
    const { video } = this;
    video.preload = "metadata";
    this.player.root.dataset.shows = copy;
    if (video.src === new URL(this.copies[copy], location.href).href) return;
    changed(video, () => { video.src = this.copies[copy]; });
  }

  async waits() {
    if (this.select.value !== "auto" || this.video.seeking || !this.copies) return;
    const { currentTime } = this.video;
    await later(HALT);
    if (this.video.paused || this.video.seeking || this.video.currentTime !== currentTime) return;
    sessionStorage.setItem(SLOW, "yes");
    this.choose();
  }
}
