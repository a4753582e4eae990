// Signing with a finger, a pen or the mouse. What is sent is the points of the lines, in a field of 1000 by 320; the
// portal draws the picture itself. Without this script the choice isn't there: a typed name counts just as much.

const room = document.querySelector("[data-sign]");
const form = room?.closest("form");
const pad = room?.querySelector("canvas");
const kept = room?.querySelector("input[type=hidden]");
const state = room?.querySelector("[role=status]");
const pen = pad?.getContext("2d");
const MOST_POINTS = 6000;
let strokes = [];
let current = null;

function pointOf(event) {
  const box = pad.getBoundingClientRect();
  const x = Math.round(((event.clientX - box.left) / box.width) * pad.width);
  const y = Math.round(((event.clientY - box.top) / box.height) * pad.height);
  return [Math.min(Math.max(x, 0), pad.width), Math.min(Math.max(y, 0), pad.height)];
}

function draw() {
  pen.clearRect(0, 0, pad.width, pad.height);
  pen.lineWidth = 5;
  pen.lineCap = "round";
  pen.lineJoin = "round";
  pen.strokeStyle = getComputedStyle(pad).color;
  for (const stroke of strokes) {
    pen.beginPath();
    pen.moveTo(stroke[0], stroke[1]);
    for (let at = 2; at < stroke.length; at += 2) pen.lineTo(stroke[at], stroke[at + 1]);
    pen.stroke();
  }
}

function keep() {
  kept.value = strokes.length ? JSON.stringify(strokes) : "";
  state.textContent = strokes.length ? state.dataset.full : state.dataset.empty;
  draw();
}

function begin(event) {
  if (!event.isPrimary || event.button) return;
  pad.setPointerCapture(event.pointerId);
  current = pointOf(event);
  strokes.push(current);
  event.preventDefault();
}

function move(event) {
  if (!current || current.length > MOST_POINTS) return;
  for (const step of event.getCoalescedEvents?.() ?? [event]) current.push(...pointOf(step));
  draw();
}

function end() {
  if (!current) return;
  current = null;
  keep();
}

function show() {
  room.hidden = form.querySelector("[name=how]:checked")?.value !== "drawn";
  if (!room.hidden) draw();
}

function undo() {
  strokes.pop();
  keep();
}

function clear() {
  strokes = [];
  keep();
}

function again() {
  try {
    strokes = JSON.parse(kept.value);
  } catch {
    strokes = [];
  }
  keep();
}

if (pen && "setPointerCapture" in pad) {
  for (const choice of form.querySelectorAll("[data-needs-script]")) choice.hidden = false;
  form.addEventListener("change", show);
  pad.addEventListener("pointerdown", begin);
  pad.addEventListener("pointermove", move);
  pad.addEventListener("pointerup", end);
  pad.addEventListener("pointercancel", end);
  room.querySelector("[data-sign-undo]").addEventListener("click", undo);
  room.querySelector("[data-sign-clear]").addEventListener("click", clear);
  again();
  show();
}
