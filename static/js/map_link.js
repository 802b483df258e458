/* The small panel of one link, opened from its arrow or from the map in words: note, deletion, history. */

import { arrowOf, arrowsIn, cardOf } from "./map_cards.js";
import { say, sayError, words } from "./map_said.js";
import { send } from "./map_send.js";

const DISTANCE = 12;

/* Beside the arrow, or below the line that was pressed, within the window; on a phone the style sheet decides. */
function place(panel, opener) {
  if (!panel.offsetParent) {
    return;
  }
  const line = opener.querySelector?.(".map-arrow-line");
  const rect = opener.getBoundingClientRect();
  let at = { x: rect.left, y: rect.bottom };
  if (line) {
    const middle = line.getPointAtLength(line.getTotalLength() / 2).matrixTransform(line.getScreenCTM());
    at = { x: middle.x + DISTANCE, y: middle.y + DISTANCE };
  }
  const room = document.documentElement.clientWidth - panel.offsetWidth - DISTANCE;
  const left = at.x > room && line ? at.x - panel.offsetWidth - 2 * DISTANCE : Math.min(at.x, room);
  const parent = panel.offsetParent.getBoundingClientRect();
  panel.style.left = `${Math.max(DISTANCE, left) - parent.left}px`;
  panel.style.top = `${at.y - parent.top}px`;
}

export function letLinksBeOpened(frame) {
  const panel = document.getElementById("map-link");
  let link = "";
  let cause = "";
  let isFromWords = false;
  let isOvertaken = false; // somebody else changed the note: what was typed is not saved

  async function open(opener) {
    link = opener.dataset.link;
    cause = arrowOf(frame, link)?.dataset.cause ?? "";
    isFromWords = !frame.contains(opener);
    try {
      const response = await fetch(`${frame.dataset.links}${link}/`, { headers: { Accept: "text/html" } });
      if (response.redirected || ![200, 404].includes(response.status)) {
        throw new Error(response.statusText);
      }
      panel.innerHTML = await response.text();
      isOvertaken = false;
    } catch {
      sayError(words.failure ?? "");
      return;
    }
    arrowsIn(frame).forEach((arrow) => arrow.classList.toggle("is-open", arrow.dataset.link === link));
    panel.hidden = false;
    place(panel, opener);
    panel.querySelector("textarea, button").focus();
    panel.scrollIntoView({ block: "nearest" });
  }

  /* The focus goes back to where the panel was opened, or, if that is gone, to the cause. */
  function close() {
    if (panel.hidden) {
      return;
    }
    const hadFocus = panel.contains(document.activeElement);
    panel.hidden = true;
    arrowsIn(frame).forEach((arrow) => arrow.classList.remove("is-open"));
    if (hadFocus) {
      const line = isFromWords && document.querySelector(`#map-in-words [data-link="${link}"]`);
      (line || arrowOf(frame, link) || cardOf(frame, cause))?.focus({ preventScroll: true });
    }
  }

  async function change(form, how) {
    const box = panel.querySelector("[data-error]");
    const refuse = (text, { panel: content } = {}) => {
      if (content) {
        panel.innerHTML = content;
        isOvertaken = true;
        note().focus();
        return;
      }
      box.textContent = text;
      box.hidden = false;
      ask(false);
    };
    const answer = await send(frame, form.action, { ...how, refuse });
    if (answer) {
      discard();
      close();
      say(answer.said);
    }
  }

  const note = () => panel.querySelector("[data-note] textarea");
  const isUnsaved = () =>
    !panel.hidden && Boolean(note()) && (isOvertaken || note().value !== note().defaultValue);

  function discard() {
    isOvertaken = false;
    if (note()) {
      note().value = note().defaultValue;
    }
  }

  /* A note that was typed is not lost by looking elsewhere: the panel stays, and asks. */
  function leave() {
    if (!isUnsaved()) {
      close();
      return true;
    }
    ask(false);
    panel.querySelector("[data-unsaved]").hidden = false;
    note().focus();
    panel.scrollIntoView({ block: "nearest" });
    return false;
  }

  function ask(isAsking) {
    panel.querySelector("[data-note]").hidden = isAsking;
    panel.querySelector("[data-delete]").hidden = !isAsking;
    panel.querySelector(isAsking ? "[data-keep]" : "[data-ask]").focus();
  }

  /* Before anything else that the click would do. */
  document.addEventListener(
    "click",
    (event) => {
      if (isUnsaved() && !panel.contains(event.target)) {
        event.preventDefault();
        event.stopPropagation();
        leave();
      }
    },
    { capture: true },
  );
  window.addEventListener("beforeunload", (event) => isUnsaved() && event.preventDefault());
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-link]");
    if (opener && !("drawing" in frame.dataset)) {
      event.preventDefault();
      open(opener);
    } else if (!panel.contains(event.target)) {
      close();
    }
  });
  frame.addEventListener("keydown", (event) => {
    const arrow = event.target.closest(".map-arrow");
    if (arrow && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      if (leave()) {
        open(arrow);
      }
    }
  });
  panel.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) {
      leave();
    } else if (event.target.closest("[data-discard]")) {
      discard();
      close();
    } else if (event.target.closest("[data-ask]")) {
      ask(true);
    } else if (event.target.closest("[data-keep]")) {
      ask(false);
    }
  });
  panel.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    change(form, "delete" in form.dataset ? { method: "DELETE" } : { fields: new FormData(form) });
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && leave());
}
