// What this browser shows of each clip, by the number that is burnt into every frame (tests/videos/films.py).

const WIDTH = 320;
const HEIGHT = 8;
const LONGEST = 30_000;  // milliseconds that one thing may take
const RESTS = 250;  // milliseconds without a change

const canvas = document.createElement("canvas");
canvas.width = WIDTH;
canvas.height = HEIGHT;
const pen = canvas.getContext("2d", {willReadFrequently: true});

const happens = (thing, name) => new Promise((done, fail) => {
    thing.addEventListener(name, done, {once: true});
    setTimeout(() => fail(new Error(`no ${name} in ${LONGEST} ms`)), LONGEST);
});

/** Two frames of the screen later, what was asked to be shown is shown. */
const painted = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));

/** The number on the frame that is on the screen now; -1 while there is none. */
function numberOn(video, bits) {
    const height = video.videoHeight;
    pen.clearRect(0, 0, WIDTH, HEIGHT);
    pen.drawImage(video, 0, height / 4, video.videoWidth, height / 2, 0, 0, WIDTH, HEIGHT);
    const row = pen.getImageData(0, HEIGHT / 2, WIDTH, 1).data;
    if (!row[3]) return -1;
    let number = 0;
    for (let bit = 0; bit < bits; bit++) {
        if (row[4 * Math.floor((bit + 0.5) * WIDTH / bits)] > 127) number |= 1 << bit;
    }
    return number;
}

/** A new element; `frames` collects what it presents, until it is thrown away: [time in the film, number]. */
function element(bits, frames) {
    const video = document.createElement("video");
    const look = (_, {mediaTime}) => {
        frames.push([mediaTime, numberOn(video, bits)]);
        video.requestVideoFrameCallback(look);
    };
    video.requestVideoFrameCallback(look);
    video.muted = true;
    video.preload = "auto";
    document.getElementById("screen").replaceChildren(video);
    return video;
}

/** With its first picture on the screen; a fault of the file ends in words. */
async function open(video, address) {
    const broken = new Promise((_, fail) => {
        video.addEventListener("error", () => fail(new Error(video.error.message)), {once: true});
    });
    const loaded = happens(video, "loadeddata");
    video.src = address;
    await Promise.race([loaded, broken]);
    await painted();
}

async function play(video) {
    const ended = happens(video, "ended");
    video.play().catch(() => {});  // a film of one frame ends before it has begun
    await ended;
    await painted();
}

/** The number that the picture comes to rest at: on a busy machine a browser still draws when playing has ended. */
async function rests(video, bits) {
    let number, before;
    do {
        before = number;
        await new Promise(done => setTimeout(done, RESTS));
        number = numberOn(video, bits);
    } while (number !== before);
    return number;
}

/** The number that is shown at a moment of the film. */
async function at(video, seconds, bits) {
    const sought = happens(video, "seeked");
    video.currentTime = seconds;
    await sought;
    await painted();
    return numberOn(video, bits);
}

/** As the bench's `Seen` says. */
async function seen({address, frames, rate, bits}) {
    const presented = [];
    const video = element(bits, presented);
    await open(video, address);
    const opening = numberOn(video, bits);
    await play(video);
    const ending = await rests(video, bits);
    const shown = presented.slice();
    const stepped = [];
    for (let frame = 0; frame < frames; frame++) stepped.push(await at(video, (frame + 0.5) / rate, bits));
    const behind = await at(video, video.duration + 1, bits);
    const again = await at(video, 0, bits);
    return {opening, presented: shown, ending, stepped, behind, again, seconds: video.duration};
}

for (const clip of await (await fetch("/clips")).json()) {
    const told = await seen(clip).catch(fault => ({fault: String(fault)}));
    await fetch(clip.address, {method: "POST", body: JSON.stringify(told)});
}
