/* The studio's keys. Everything they do is a plain form on the page: this fills in the frames.
   A frame is shown by seeking to its middle: its edges belong to its neighbours. */

import { players } from "./player.js";

const BACK_SECONDS = 6;
const ON_SECONDS = 2;

const clock = (seconds) => `${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(2).padStart(5, "0")}`;

class Studio {
  constructor(root) {
    this.root = root;
    this.rate = Number(root.dataset.rateNum) / Number(root.dataset.rateDen);
    this.frames = Number(root.dataset.frames);
    const held = root.querySelector("[data-player]");
    this.player = held && players.get(held);
    this.mark = root.querySelector("[data-mark]");
    if (!this.player) return;
    this.video = this.player.video;
    this.clock = root.querySelector("[data-clock]");
    this.number = root.querySelector("[data-frame]");
    this.needle = root.querySelector(".needle");
    this.history = [];
    this.voices = [];
    root.addEventListener("voices", (event) => { this.voices = event.detail; });
    this.keys = {
      " ": () => (this.video.paused ? this.video.play() : this.video.pause()),
      ",": () => this.step(-1),
      ".": () => this.step(1),
      arrowleft: () => this.step(-Math.round(this.rate)),
      arrowright: () => this.step(Math.round(this.rate)),
      m: () => this.span(this.frame() - BACK_SECONDS * this.rate, this.frame() + ON_SECONDS * this.rate),
      i: () => this.span(this.frame(), null),
      o: () => this.span(null, this.frame() + 1),
      h: (button) => this.slow(button),
      l: (button) => this.loop(button),
      n: () => this.next(),
      "[": () => this.voice(this.voices.filter(([start]) => Math.round(start * this.rate) < this.frame()).pop()),
      "]": () => this.voice(this.voices.find(([start]) => Math.round(start * this.rate) > this.frame())),
      z: () => this.undo(),
    };
    root.querySelectorAll("[data-key]").forEach((button) => {
      button.addEventListener("click", () => this.keys[button.dataset.key](button));
    });
    document.addEventListener("keydown", (event) => this.pressed(event));
    this.video.addEventListener("play", () => this.run());
    for (const sign of ["seeked", "timeupdate", "loadedmetadata"]) this.video.addEventListener(sign, () => this.show());
    root.querySelectorAll("[data-still]").forEach((form) => form.addEventListener("submit", () => this.still(form)));
    root.querySelectorAll("[data-moment]").forEach((row) => row.addEventListener("focusin", () => this.select(row)));
    this.fields().forEach((field) => field.addEventListener("change", () => this.draw()));
    const named = location.hash && root.querySelector(location.hash);
    if (named) { this.select(named); this.go(Number(named.dataset.first)); }
  }

  pressed(event) {
    const key = event.key.toLowerCase();
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    const pressing = key === " " && event.target.closest("button, summary, a, video");
    if (typing || pressing || event.ctrlKey || event.metaKey || event.altKey || !this.keys[key]) return;
    event.preventDefault();
    this.keys[key](this.root.querySelector(`[data-key="${CSS.escape(key)}"]`));
  }

  frame() { return Math.min(this.frames - 1, Math.max(0, Math.floor(this.video.currentTime * this.rate + 1e-6))); }

  go(frame) {
    const wanted = Math.min(this.frames - 1, Math.max(0, Math.round(frame)));
    this.video.currentTime = (wanted + 0.5) / this.rate;
  }

  step(by) { this.video.pause(); this.go(this.frame() + by); }

  show() {
    const frame = this.frame();
    this.clock.textContent = clock(frame / this.rate);
    this.number.textContent = frame.toLocaleString();
    this.needle.setAttribute("x1", frame);
    this.needle.setAttribute("x2", frame);
  }

  run() {
    const [first, end] = this.marked();
    if (this.isLooping && end > first && (this.frame() >= end - 1 || this.frame() < first)) this.go(first);
    this.show();
    if (!this.video.paused) requestAnimationFrame(() => this.run());
  }

  fields() { return [this.mark.elements.first_frame, this.mark.elements.end_frame]; }

  marked() { return this.fields().map((field) => Number(field.value)); }

  span(first, end) {
    const [from, to] = this.fields();
    this.history.push([from.value, to.value]);
    if (first !== null) from.value = Math.max(0, Math.round(first));
    if (end !== null) to.value = Math.min(this.frames, Math.round(end));
    this.draw();
  }

  undo() {
    const before = this.history.pop();
    if (!before) return;
    this.fields().forEach((field, at) => { field.value = before[at]; });
    this.draw();
  }

  draw() {
    const lane = this.root.querySelector("[data-lane]");
    this.pending ??= lane.insertBefore(document.createElementNS(lane.namespaceURI, "rect"), this.needle);
    const [first, end] = this.marked();
    const shape = { class: "moment-mark pending", x: first, y: 2, width: Math.max(0, end - first), height: 16, rx: 4 };
    for (const [name, value] of Object.entries(shape)) this.pending.setAttribute(name, value);
  }

  slow(button) {
    const paces = [1, 0.5, 0.25];
    this.video.playbackRate = paces[(paces.indexOf(this.video.playbackRate) + 1) % paces.length];
    button?.setAttribute("aria-pressed", String(this.video.playbackRate < 1));
  }

  loop(button) {
    this.isLooping = !this.isLooping;
    button?.setAttribute("aria-pressed", String(this.isLooping));
  }

  select(row) {
    this.root.querySelectorAll("[data-moment]").forEach((other) => other.removeAttribute("aria-current"));
    row.setAttribute("aria-current", "true");
  }

  next() {
    const rows = [...this.root.querySelectorAll("[data-moment]")];
    const row = rows.find((each) => Number(each.dataset.first) > this.frame()) || rows[0];
    if (row) { this.select(row); this.go(Number(row.dataset.first)); }
  }

  /* To where somebody begins to speak; also said, for whoever does not see it. */
  voice(found) {
    const said = this.root.querySelector("[data-voice-said]");
    if (!said || !this.voices.length) return;
    const [start, end] = found ?? [];
    said.textContent = found
      ? said.dataset.found.replace("{start}", clock(start)).replace("{end}", clock(end))
      : said.dataset.none;
    if (found) this.step(Math.round(start * this.rate) - this.frame());
  }

  still(form) {
    const row = form.closest("[data-moment]");
    const inside = Math.min(Number(row.dataset.end) - 1, Math.max(Number(row.dataset.first), this.frame()));
    form.elements.frame.value = inside;
  }
}

document.querySelectorAll("[data-studio]").forEach((root) => new Studio(root));
