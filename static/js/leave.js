// Leave quickly: the button, or Esc three times within two seconds. The page goes blank at once, this page's entry
// in the history becomes the other page, and coming back with the Back key bounces off again.
// Without scripts the button is a plain link.

const link = document.querySelector("[data-leave]");
const MARK = "left-quickly";
const PRESSES = 3;
const WITHIN_MS = 2000;

function leave() {
  document.documentElement.classList.add("leaving");
  document.title = "…";
  remember();
  location.replace(link.href);
}

function remember() {
  try {
    sessionStorage.setItem(MARK, "1");
  } catch {
    // A browser that keeps nothing has nothing to bounce from.
  }
}

function cameBack() {
  try {
    return sessionStorage.getItem(MARK) === "1" && arrivedThroughHistory();
  } catch {
    return false;
  }
}

function arrivedThroughHistory() {
  return performance.getEntriesByType("navigation")[0]?.type === "back_forward";
}

function startAfresh() {
  try {
    sessionStorage.removeItem(MARK);
  } catch {
    // Nothing was kept.
  }
}

if (link) {
  if (cameBack()) {
    leave();
  } else {
    startAfresh();
  }
  let presses = [];
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") {
      presses = [];
      return;
    }
    if (event.repeat) {
      return;
    }
    presses = presses.filter((at) => event.timeStamp - at < WITHIN_MS).concat(event.timeStamp);
    if (presses.length >= PRESSES) {
      event.preventDefault(); // a browser's own Esc stops loading, and so would stop the leaving
      leave();
    }
  });
  // A page kept whole in memory comes back without loading.
  addEventListener("pageshow", (event) => {
    if (event.persisted && document.documentElement.classList.contains("leaving")) {
      leave();
    }
  });
}
