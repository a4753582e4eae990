/* Sends a film in parts (tus 1.0.0). Goes on after a dropped line, a closed tab, a restart, the next day.
   Each part travels with its SHA-256; at the end the browser compares what arrived with the file it still holds. */

const PART = 4 * 1024 * 1024;
const LARGEST_PART = 8 * PART;
const SOON = 1000; // milliseconds
const SILENCE = 30 * SOON; // with no byte and no answer: a line can swallow a part without breaking
const EDGE = 64 * 1024;
const CHANGED = ["NotReadableError", "NotFoundError"]; // what a file says that was changed, or fetched back to a cloud

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const base64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
const sha256 = async (blob) => crypto.subtle.digest("SHA-256", await blob.arrayBuffer());

/* iOS gives the same film another name and date each time it is picked: size, first and last bytes tell. */
async function fingerprint(file, cycle) {
  const edges = new Blob([file.slice(0, EDGE), file.slice(Math.max(0, file.size - EDGE))]);
  const mark = crypto.subtle ? hex(await sha256(edges)) : "";
  return `film-${cycle}-${file.size}-${mark}`;
}

/* A part costs the portal much the same whatever its size: on a quick line they grow. What breaks off on a slow one, or
   comes otherwise than it was sent, has to be small. */
function nextPart(size, took) {
  if (took < SOON) return Math.min(LARGEST_PART, size * 2);
  return took > 4 * SOON ? Math.max(PART, size / 2) : size;
}

class FilmUpload {
  constructor(root) {
    this.root = root;
    this.form = root.querySelector("form");
    this.words = JSON.parse(document.getElementById("upload-words").textContent);
    this.picker = root.querySelector("[data-file]");
    this.status = root.querySelector("[data-status]");
    this.bar = root.querySelector("progress");
    this.buttons = Object.fromEntries([...root.querySelectorAll("[data-do]")].map((b) => [b.dataset.do, b]));
    this.picker.addEventListener("change", () => this.chosen());
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.start(); });
    this.buttons.pause.addEventListener("click", () => this.pause());
    this.buttons.resume.addEventListener("click", () => (this.isSignedOut ? this.comeBack() : this.resume()));
    this.buttons.cancel.addEventListener("click", () => this.cancel());
    window.addEventListener("online", () => { if (this.isSending) this.upload.start(); });
    window.addEventListener("focus", () => { if (this.isSignedOut) this.comeBack(); });
    this.heardAt = Infinity;
    window.setInterval(() => this.listen(), 2 * SOON);
    this.show("choosing");
  }

  get isSignedOut() { return this.root.dataset.state === "signed_out"; }

  show(state) {
    this.root.dataset.state = state;
    for (const [name, button] of Object.entries(this.buttons)) {
      button.hidden = !(button.dataset.when || "").split(" ").includes(state) || name === "none";
    }
    this.bar.hidden = !["sending", "paused", "checking"].includes(state);
  }

  say(key, facts = {}) {
    this.status.textContent = (this.words[key] || key).replace(/\{(\w+)\}/g, (_, name) => facts[name] ?? "");
  }

  /* Said before a byte travels. */
  chosen() {
    const file = this.picker.files[0];
    if (!file) return this.say("choose");
    const looksRight = file.type.startsWith("video/") || /\.(mp4|mov|m4v|3gp|mkv|webm|avi|mts|m2ts)$/i.test(file.name);
    if (!looksRight) { this.picker.value = ""; return this.say("kind"); }
    if (file.size === 0) { this.picker.value = ""; return this.say("empty"); }
    if (file.size > Number(this.root.dataset.largest)) { this.picker.value = ""; return this.say("large", { size: this.size(file.size) }); }
    return this.say("chosen", { size: this.size(file.size) });
  }

  size(bytes) { return bytes > 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6) || Math.sign(bytes)} MB`; }

  metadata() {
    const answers = new FormData(this.form);
    return {
      cycle: this.root.dataset.cycle,
      kind: answers.get("kind") || "",
      recorded_on: answers.get("recorded_on") || "",
      people: answers.getAll("people").join(" "),
    };
  }

  async start() {
    const file = this.picker.files[0];
    if (!file) { this.say("choose"); return this.picker.focus(); }
    this.file = file;
    await this.prepare(file).catch(() => this.unreadable());
  }

  async prepare(file) {
    const cycle = this.root.dataset.cycle;
    this.upload = new window.tus.Upload(file, {
      endpoint: this.root.dataset.endpoint,
      chunkSize: PART,
      retryDelays: [0, 1000, 3000, 5000, 10000, 20000, 30000, 60000, 60000, 60000],
      headers: { "X-CSRFToken": this.root.dataset.csrf },
      metadata: this.metadata(),
      // Said here: tus keeps this one error to itself when it goes on after a pause.
      fingerprint: (picked) => fingerprint(picked, cycle).catch((no) => { this.unreadable(); throw no; }),
      removeFingerprintOnSuccess: true,
      onBeforeRequest: (request) => this.seal(request),
      onAfterResponse: (request, response) => this.admitted(request, response),
      onChunkComplete: () => this.pace(Date.now() - this.partBegan),
      onShouldRetry: (error) => this.mayRetry(error),
      onProgress: (sent, total) => this.progress(sent, total),
      onError: (error) => this.failed(error),
      onSuccess: () => this.arrived(),
    });
    const [earlier] = await this.upload.findPreviousUploads();
    const room = Number(this.root.dataset.room);
    if (!earlier && file.size > room) return this.say("no_room", { size: this.size(file.size), room: this.size(room) });
    if (earlier) { this.upload.resumeFromPreviousUpload(earlier); this.say("goes_on"); }
    this.began = null;
    this.resume();
  }

  pace(took) { this.upload.options.chunkSize = nextPart(this.upload.options.chunkSize, took); }

  async seal(request) {
    this.partBegan = Date.now();
    this.heardAt = performance.now();
    if (request.getMethod() !== "PATCH" || !crypto.subtle) return;
    const from = Number(request.getHeader("Upload-Offset"));
    const part = this.file.slice(from, Math.min(from + this.upload.options.chunkSize, this.file.size));
    this.heardAt = Infinity; // a file in a cloud may take long to be read
    request.setHeader("Upload-Checksum", `sha256 ${base64(await sha256(part))}`);
    this.heardAt = performance.now();
  }

  /* Thrown before tus reads the answer: it would forget the upload, and begin another. */
  admitted(request, response) {
    this.heardAt = performance.now();
    if ([401, 403].includes(response.getStatus())) throw new DOMException("", "SignedOut");
    if (request.getMethod() !== "HEAD") this.isReadmitted = false;
  }

  async listen() {
    if (!this.isSending || performance.now() - this.heardAt < SILENCE) return;
    this.heardAt = Infinity;
    this.say("again");
    await this.upload.abort();
    if (this.isSending) this.upload.start();
  }

  mayRetry(error) {
    this.heardAt = Infinity; // until the next try
    if (["SignedOut", ...CHANGED].includes(error.causingError?.name)) return false;
    this.pace(Infinity);
    const status = error.originalResponse ? error.originalResponse.getStatus() : 0;
    return !status || status === 409 || status === 423 || status === 460 || (status >= 500 && status !== 507);
  }

  progress(sent, total) {
    this.heardAt = performance.now();
    this.bar.max = total;
    this.bar.value = sent;
    this.began ??= { at: Date.now(), sent };
    const seconds = (Date.now() - this.began.at) / 1000;
    const pace = (sent - this.began.sent) / Math.max(seconds, 0.5);
    const minutes = pace > 0 ? Math.ceil((total - sent) / pace / 60) : null;
    const percent = Math.floor((sent / total) * 100);
    this.say(minutes && seconds > 4 ? "sending_about" : "sending", { percent, minutes });
  }

  resume() { this.isSending = true; this.show("sending"); this.upload.start(); this.stayAwake(); }

  pause() { this.isSending = false; this.upload.abort(); this.show("paused"); this.say("paused"); }

  async cancel() {
    this.isSending = false;
    try { await this.upload.abort(true); } catch { this.show("paused"); return this.say("stopped"); }
    this.show("choosing");
    this.say("cancelled");
  }

  /* The page is asked again: it knows whether somebody is signed in, and the token that their requests carry. */
  async comeBack() {
    const answer = await fetch(window.location.href, { credentials: "same-origin" }).catch(() => null);
    const words = answer?.ok && !answer.redirected ? await answer.text() : "";
    const token = new DOMParser().parseFromString(words, "text/html").querySelector("[data-upload]")?.dataset.csrf;
    if (this.isSending) return;
    if (!token) { this.show("signed_out"); this.say("signed_out"); return; }
    this.upload.options.headers["X-CSRFToken"] = token;
    this.isReadmitted = true;
    this.resume();
  }

  unreadable() {
    this.isSending = false;
    this.picker.value = "";
    this.show("choosing");
    this.say("changed");
  }

  failed(error) {
    this.isSending = false;
    const cause = (error.causingError ?? error).name;
    if (CHANGED.includes(cause)) return this.unreadable();
    if (cause === "SignedOut" && !this.isReadmitted) return this.comeBack();
    const response = error.originalResponse;
    const isOurs = response && (response.getStatus() < 500 || response.getStatus() === 507);
    const body = isOurs ? response.getBody() : "";
    this.show("paused");
    if (body && body.length < 400 && !body.includes("<")) this.status.textContent = body;
    else if (response?.getStatus() === 507) this.say("disk_full");
    else this.say(navigator.onLine ? "stopped" : "offline");
  }

  async arrived() {
    this.isSending = false;
    this.show("checking");
    this.say("checking");
    const same = await this.compare().catch(() => false);
    this.show(same ? "safe" : "arrived");
    this.say(same ? "safe" : "arrived");
    this.status.focus();
  }

  /* Every part, hashed again from the file in hand: only then may a phone's own copy go. */
  async compare() {
    if (!crypto.subtle) return false;
    const answer = await fetch(`${this.upload.url}/parts`, { credentials: "same-origin" });
    const { length, parts } = await answer.json();
    let from = 0;
    for (const [size, sum] of parts) {
      if (hex(await sha256(this.file.slice(from, from + size))) !== sum) return false;
      from += size;
    }
    return from === length && length === this.file.size;
  }

  async stayAwake() {
    try { this.lock = await navigator.wakeLock?.request("screen"); } catch { /* the phone may sleep: it resumes */ }
  }
}

document.querySelectorAll("[data-upload]").forEach((root) => new FilmUpload(root));
