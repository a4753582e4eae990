// When a form comes back with something to look at again, the focus goes to the summary on top of the page;
// its links lead to the inputs. Without scripts the summary is still the first thing on the page.

function toSummary(root) {
  root.querySelector("[data-errors]")?.focus();
}

toSummary(document);
document.addEventListener("htmx:afterSwap", (event) => toSummary(event.detail.target));
