/* What the strategy map says: in the line above it, to screen readers, and as a message when something failed. */

export const words = JSON.parse(document.getElementById("map-words")?.textContent ?? "{}");

const HELD_FOR = 4000;

const line = document.querySelector("[data-map-line]");
const status = document.querySelector("[data-map-status]");

export function fill(text, values) {
  return text.replace(/\[(\w+)\]/g, (whole, name) => values[name] ?? whole);
}

let heldUntil = 0;
let fading = 0;

/* What can be done here: a finger can't point. */
function hint() {
  return window.matchMedia("(hover: none)").matches ? words.touch_hint : words.hint;
}

/* The line above the map; without a text the hint stands there again. */
export function show(text = hint()) {
  if (line && line.textContent !== text) {
    line.textContent = text;
    line.classList.remove("is-said");
  }
}

/* The same for what is merely pointed at: it gives way to what has just been said. */
export function mention(text) {
  if (Date.now() > heldUntil) {
    show(text);
  }
}

/* For those who do not see the line: what the keyboard reached, and what was done. */
export function announce(text) {
  if (status) {
    status.textContent = text;
  }
}

/* What was done: it stands out in the line for a while. */
export function say(text) {
  heldUntil = Date.now() + HELD_FOR;
  show(text);
  announce(text);
  line?.classList.add("is-said");
  clearTimeout(fading);
  fading = setTimeout(() => line?.classList.remove("is-said"), HELD_FOR);
}

/* What was refused is over as soon as the next thing succeeds. */
export function clearErrors() {
  document.querySelectorAll("[data-map-error]").forEach((toast) => toast.remove());
}

export function sayError(text) {
  clearErrors();
  const toast = document.getElementById("failure-toast").content.cloneNode(true).querySelector(".toast");
  toast.dataset.mapError = "";
  toast.querySelector(".toast-body").textContent = text;
  document.getElementById("messages").append(toast);
  window.bootstrap.Toast.getOrCreateInstance(toast).show();
}
