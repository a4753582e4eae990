/* The lanes of the studio: the filmstrip, how loud it is, where somebody speaks, and where a pointer would take the film.
   For eyes and pointers alone: the keys of studio.js do the same. Nothing moves by itself. What can't be fetched is not drawn. */

class Lanes {
  constructor(root) {
    this.root = root;
    this.video = root.querySelector("video");
    this.frames = Number(root.dataset.frames);
    this.rate = Number(root.dataset.rateNum) / Number(root.dataset.rateDen);
    this.strip = root.querySelector("[data-strip]");
    this.sound = root.querySelector("[data-sound]");
    this.peek = root.querySelector("[data-peek]");
    this.sheet = new Image();
    if (this.strip) this.roll();
    if (this.sound) this.hear();
    for (const lane of root.querySelectorAll("[data-scrub], [data-lane]")) {
      lane.addEventListener("pointerdown", (event) => this.take(lane, event));
      lane.addEventListener("pointermove", (event) => this.point(lane, event));
      lane.addEventListener("pointerleave", () => this.hide());
    }
    root.addEventListener("dark", () => this.sheet.removeAttribute("src"));
  }

  roll() {
    this.sheet.addEventListener("load", () => this.draw());
    this.sheet.src = this.strip.dataset.strip;
    new ResizeObserver(() => this.draw()).observe(this.strip);
  }

  /* Where on the sheet the picture of a frame lies. */
  place(frame) {
    const { every, count, columns, width, height } = this.strip.dataset;
    const number = Math.min(Number(count) - 1, Math.floor(frame / Number(every)));
    const across = number % Number(columns);
    const down = Math.floor(number / Number(columns));
    return [across * Number(width), down * Number(height), Number(width), Number(height)];
  }

  draw() {
    const { strip, sheet } = this;
    const wide = strip.clientWidth * devicePixelRatio;
    const high = strip.clientHeight * devicePixelRatio;
    if (!sheet.naturalWidth || !wide) return;
    Object.assign(strip, { width: wide, height: high });
    const each = (high * Number(strip.dataset.width)) / Number(strip.dataset.height);
    const pen = strip.getContext("2d");
    for (let at = 0; at < wide; at += each) {
      pen.drawImage(sheet, ...this.place(((at + each / 2) / wide) * this.frames), at, 0, each, high);
    }
  }

  async hear() {
    const answer = await fetch(this.sound.dataset.sound, { credentials: "same-origin" });
    if (!answer.ok) return;
    const { peaks, voices = [] } = await answer.json();
    const loudest = Math.max(1, ...peaks);
    const edge = peaks.map((peak, at) => `${at} ${1 - peak / loudest}`);
    const back = peaks.map((peak, at) => `${at} ${1 + peak / loudest}`).reverse();
    this.sound.setAttribute("viewBox", `0 0 ${Math.max(1, peaks.length - 1)} 2`);
    this.sound.querySelector("path").setAttribute("d", `M${[...edge, ...back].join("L")}Z`);
    if (voices.length) this.band(voices);
  }

  /* From when to when somebody speaks, in hundredths of a second. */
  band(voices) {
    const held = this.root.querySelector("[data-voices]");
    if (!held) return; // gone dark
    const bands = voices.map(([start, end]) => `M${start} 2H${end}V8H${start}Z`);
    held.querySelector("svg").setAttribute("viewBox", `0 0 ${(this.frames / this.rate) * 100} 10`);
    held.querySelector("path").setAttribute("d", bands.join(""));
    held.hidden = false;
    this.root.dispatchEvent(new CustomEvent("voices", { detail: voices.map((voice) => voice.map((at) => at / 100)) }));
  }

  frameAt(lane, event) {
    const { left, width } = lane.getBoundingClientRect();
    return Math.min(this.frames - 1, Math.max(0, Math.floor(((event.clientX - left) / width) * this.frames)));
  }

  take(lane, event) {
    lane.setPointerCapture(event.pointerId);
    this.video.pause();
    this.go(this.frameAt(lane, event));
  }

  go(frame) { this.video.currentTime = (frame + 0.5) / this.rate; }

  point(lane, event) {
    const frame = this.frameAt(lane, event);
    if (event.buttons && lane.hasPointerCapture(event.pointerId)) this.go(frame);
    if (!this.sheet.naturalWidth || !this.peek) return;
    this.peek.hidden = false;
    const picture = this.peek.querySelector("canvas");
    const { left, width } = this.peek.getBoundingClientRect();
    const most = width - picture.clientWidth;
    const at = Math.min(most, Math.max(0, event.clientX - left - picture.clientWidth / 2));
    picture.style.translate = `${at}px 0`;
    picture.getContext("2d").drawImage(this.sheet, ...this.place(frame), 0, 0, picture.width, picture.height);
  }

  hide() { if (this.peek) this.peek.hidden = true; }
}

document.querySelectorAll("[data-studio]").forEach((root) => { if (root.querySelector("video")) new Lanes(root); });
