/* A film that is being made ready plays in parts (HLS); once it is ready the page goes on with the study copy, at the same
   place, in the same player. What plays is said by the answer to how far the film is. hls.js hands the parts to the player;
   a browser for which it can't (iPhones before iOS 17.1) plays the list by itself. Where neither can, all waits. */

import { players } from "./player.js";
import { changed, measured, Quality } from "./quality.js";

const LIST = "application/vnd.apple.mpegurl";
const PARTS = 'video/mp4; codecs="avc1.64001f,mp4a.40.2"';
const PATIENCE = 4000; // ms
const AGAIN = 3000; // ms
const UNKNOWN = 0.5; // Mbit/s of a line of which nothing is known: the small copy comes first
const SETTINGS = {
  enableWorker: false,
  startLevel: -1, // the copy that the line carries, as far as it is known
  testBandwidth: false, // it would fetch the first part twice
  maxBufferLength: 12, // seconds fetched ahead: whether it may be seen is asked for each part
  maxMaxBufferLength: 24,
  backBufferLength: 60,
};

const takesParts = () => Boolean((self.ManagedMediaSource ?? self.MediaSource)?.isTypeSupported(PARTS));

class Live {
  constructor(section, state) {
    this.state = state;
    this.told = section.querySelector("[data-told]");
    this.player = players.get(section.querySelector("[data-player]"));
    this.video = this.player.video;
    if (!takesParts() && !this.video.canPlayType(LIST)) return;
    this.player.live = this;
    section.hidden = false;
    state.addEventListener("htmx:afterSwap", () => this.follow());
    this.follow();
  }

  /* Goes over to what plays now. Nothing told is no answer: whoever waits for one goes dark. */
  follow() {
    const told = this.state.querySelector("[data-plays]")?.dataset;
    if (!told || this.player.isDark) return;
    clearTimeout(this.patience);
    this.patience = null;
    if (told.plays === this.source) return;
    this.source = told.plays;
    this.player.root.dataset.stillGoing = told.stillGoing;
    changed(this.video, () => this.play(told));
    if (!("inParts" in told)) this.settle(told);
  }

  play(told) {
    this.drop();
    if ("inParts" in told && takesParts()) this.feed(told.plays);
    else this.video.src = told.plays;
  }

  async feed(list) {
    const { default: Hls } = await import("../vendor/hls/hls.light.min.mjs");
    if (list !== this.source || this.player.isDark) return;
    const line = (measured() ?? UNKNOWN) * 1e6;
    this.hls = new Hls({ ...SETTINGS, startPosition: this.video.currentTime, abrEwmaDefaultEstimate: line });
    this.hls.on(Hls.Events.ERROR, (_event, fault) => this.heard(fault));
    this.hls.on(Hls.Events.MANIFEST_PARSED, () => this.offer());
    this.hls.loadSource(list);
    this.hls.attachMedia(this.video);
  }

  /* Both copies are there in parts: who watches may choose, and whoever spares data gets the small one. */
  offer() {
    if (this.hls.levels.length < 2) return;
    this.player.quality ??= new Quality(this.player);
    this.take(this.player.quality.inParts);
  }

  take(copy) {
    this.copy = copy;
    this.hls.loadLevel = { saving: 0, clear: this.hls.levels.length - 1, auto: -1 }[copy];
  }

  /* Lets go of what was fetched of the other copy: the player would play it to its end. */
  turn(copy) {
    if (copy === this.copy) return;
    changed(this.video, () => {
      this.take(copy);
      this.hls.recoverMediaError();
    });
  }

  settle({ small }) {
    this.told.textContent = this.told.dataset.told;
    if (!small) return;
    this.player.root.dataset.small = small;
    this.video.addEventListener("loadedmetadata", () => {
      this.player.quality ??= new Quality(this.player);
      this.player.quality.take();
    }, { once: true });
  }

  heard(fault) {
    const status = fault.response?.code;
    if (status === 403) this.player.goDark();
    else if (status === 404) this.lookAgain();
    else if (fault.fatal) {
      this.player.ask();
      this.again = setTimeout(() => this.goOn(fault), AGAIN);
    }
  }

  goOn({ type }) {
    if (type === "mediaError") this.hls.recoverMediaError();
    else if (this.hls.levels.length) this.hls.startLoad();
    else this.hls.loadSource(this.source);
  }

  /* The parts are gone: the film is ready, or they are made anew, or it may not be seen. */
  lookAgain() {
    this.patience ??= setTimeout(() => this.player.goDark(this.player.lost), PATIENCE);
    this.state.dispatchEvent(new Event("look-again"));
  }

  drop() {
    clearTimeout(this.again);
    this.hls?.destroy();
    this.hls = null;
  }
}

const section = document.querySelector("[data-live]");
if (section) new Live(section, document.querySelector("[data-film-state]"));
