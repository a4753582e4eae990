/* The review room: one clip at a time, each fetched when it is its turn (a clip nobody looks at is not "watched").
   Before and Next are links that work without this; with it, the room stays full screen between clips. */

import { Player, players } from "./player.js";

const SLOW = 0.5;

class Room {
  constructor(root) {
    this.root = root;
    this.place = Number(root.dataset.place);
    this.clips = [...root.querySelectorAll("template[data-clip]")];
    this.picture = root.querySelector("[data-picture]");
    this.bar = root.querySelector("progress");
    this.isLooped = false;
    this.isSlow = false;
    this.keys = {
      " ": () => (this.video.paused ? this.video.play() : this.video.pause()),
      arrowleft: () => this.step(-1),
      arrowright: () => this.step(1),
      pageup: () => this.turn(-1),
      pagedown: () => this.turn(1),
      l: () => { this.isLooped = !this.isLooped; this.dress(); },
      s: () => { this.isSlow = !this.isSlow; this.dress(); },
      f: () => this.fill(),
    };
    root.querySelectorAll("[data-needs-script]").forEach((control) => { control.hidden = false; });
    root.querySelectorAll("[data-key]").forEach((button) => {
      button.addEventListener("click", () => this.keys[button.dataset.key.toLowerCase()]());
    });
    root.querySelectorAll("[data-way]").forEach((link) => {
      link.addEventListener("click", (event) => { event.preventDefault(); this.turn(Number(link.dataset.way)); });
    });
    document.addEventListener("keydown", (event) => this.pressed(event));
    this.take(players.get(this.picture.querySelector("[data-player]")));
  }

  pressed(event) {
    const key = event.key.toLowerCase();
    const pressing = key === " " && event.target.closest("button, a");
    if (pressing || event.target.closest("select") || event.ctrlKey || event.metaKey || event.altKey || !this.keys[key]) return;
    event.preventDefault();
    this.keys[key]();
  }

  take(player) {
    this.player = player;
    this.video = player.video;
    this.video.controls = false;
    for (const sign of ["play", "pause", "ended"]) this.video.addEventListener(sign, () => this.tell());
    for (const sign of ["timeupdate", "seeked", "loadedmetadata"]) this.video.addEventListener(sign, () => this.draw());
    this.video.addEventListener("click", () => this.keys[" "]());
    this.dress();
    this.tell();
  }

  dress() {
    this.video.loop = this.isLooped;
    this.video.defaultPlaybackRate = this.isSlow ? SLOW : 1;
    this.video.playbackRate = this.video.defaultPlaybackRate;
    this.root.querySelector('[data-key="l"]').setAttribute("aria-pressed", String(this.isLooped));
    this.root.querySelector('[data-key="s"]').setAttribute("aria-pressed", String(this.isSlow));
  }

  tell() {
    this.root.querySelector("[data-playing]").hidden = this.video.paused;
    this.root.querySelector("[data-paused]").hidden = !this.video.paused;
  }

  draw() {
    this.bar.value = this.video.duration ? (1000 * this.video.currentTime) / this.video.duration : 0;
  }

  step(frames) {
    const { rateNum, rateDen } = this.clips[this.place - 1].dataset;
    const rate = Number(rateNum) / Number(rateDen);
    const last = Math.max(0, Math.round(this.video.duration * rate) - 1);
    const frame = Math.floor(this.video.currentTime * rate + 1e-6) + frames;
    this.video.pause();
    this.video.currentTime = (Math.min(last, Math.max(0, frame)) + 0.5) / rate;
  }

  turn(way) {
    const place = this.place + way;
    if (place < 1 || place > this.clips.length) return;
    this.leave();
    this.place = place;
    this.picture.replaceChildren(this.clips[place - 1].content.cloneNode(true));
    this.take(new Player(this.picture.querySelector("[data-player]")));
    this.draw();
    for (const link of this.root.querySelectorAll("[data-way]")) {
      const goal = place + Number(link.dataset.way);
      link.hidden = goal < 1 || goal > this.clips.length;
      link.setAttribute("href", `?clip=${goal}`);
    }
    history.replaceState(null, "", `?clip=${place}`);
  }

  leave() {
    this.player.leave();
  }

  fill() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.root.requestFullscreen?.();
  }
}

const root = document.querySelector("[data-room]");
if (root) new Room(root);
