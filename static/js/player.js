/* An open player asks every 3 seconds whether it may go on, and goes dark when it may not or when nobody answers.
   It never learns why it may not. What it holds is dropped: source, poster, buffered pieces. Where nobody answered
   somebody watching is told so, lest they think that a no was said, and may ask for the page again. */

import { Quality } from "./quality.js";

const ASK_EVERY = 3000;
const ANSWER_WITHIN = 1800;

export class Player {
  constructor(root) {
    this.root = root;
    this.video = root.querySelector("video");
    this.panel = root.querySelector(".player-dark");
    this.lost = root.querySelector(".player-lost") ?? this.panel;
    root.querySelector(".player-lost button")?.addEventListener("click", () => location.reload());
    this.played = 0;
    this.last = null;
    this.video.addEventListener("timeupdate", () => this.count());
    this.video.addEventListener("error", () => this.ask());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.ask(); });
    this.timer = setInterval(() => this.ask(), ASK_EVERY);
    if (!root.dataset.small && !root.dataset.full) return;
    this.quality = new Quality(this);
    this.quality.take();
  }

  count() {
    const now = performance.now();
    if (this.last !== null && !this.video.paused) this.played += Math.min(1000, now - this.last);
    this.last = now;
  }

  async ask() {
    if (this.isDark || this.isAsking) return;
    this.isAsking = true;
    const seconds = Math.round(this.played / 1000);
    const body = new URLSearchParams({ played: String(seconds) });
    try {
      const answer = await fetch(this.root.dataset.stillGoing, {
        method: "POST",
        body,
        credentials: "same-origin",
        redirect: "error",
        headers: { "X-CSRFToken": this.root.dataset.csrf },
        signal: AbortSignal.timeout(ANSWER_WITHIN),
      });
      if (answer.status === 204) { this.played -= seconds * 1000; return; }
      if (answer.status === 404 && this.live) { this.live.lookAgain(); return; }
      this.goDark(answer.status >= 500 ? this.lost : this.panel);
    } catch {
      this.goDark(this.lost);
    } finally {
      this.isAsking = false;
    }
  }

  leave() {
    this.isDark = true;
    clearInterval(this.timer);
    this.live?.drop();
    this.video.pause();
    this.video.removeAttribute("src");
    this.video.removeAttribute("poster");
    this.video.load();
  }

  goDark(panel = this.panel) {
    this.leave();
    this.video.hidden = true;
    panel.hidden = false;
    this.root.dispatchEvent(new CustomEvent("dark", { bubbles: true }));
    document.querySelectorAll("[data-goes-dark]").forEach((held) => held.remove());
  }
}

export const players = new Map([...document.querySelectorAll("[data-player]")].map((root) => [root, new Player(root)]));
