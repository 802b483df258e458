/* A change sent to the server, and the map as the server then draws it, put in place. */

import { arrowOf, cardOf } from "./map_cards.js";
import { clearErrors, sayError, words } from "./map_said.js";

const BROUGHT_OUT_FOR = 2500;

/* Sends a change, shows the map that comes back, and answers whether it was made; what went wrong is said by
   `refuse`, or as a message. */
export async function send(frame, url, { method = "POST", fields = {}, refuse = sayError } = {}) {
  const token = document.querySelector("#map-token [name=csrfmiddlewaretoken]")?.value ?? "";
  frame.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(url, {
      method,
      headers: { Accept: "application/json", "X-CSRFToken": token },
      body: method === "DELETE" ? undefined : new URLSearchParams(fields),
    });
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    if (!isJson) {
      refuse(response.status === 403 ? words.refused : words.failure);
      return null;
    }
    const answer = await response.json();
    redraw(frame, answer);
    if (answer.error) {
      refuse(answer.error, answer);
    } else {
      clearErrors();
    }
    return answer.error ? null : answer;
  } catch {
    refuse(words.failure);
    return null;
  } finally {
    frame.removeAttribute("aria-busy");
  }
}

/* Zoom stays, for it belongs to the frame; the focus stays on the same card or arrow. */
function redraw(frame, answer) {
  const focused = frame.contains(document.activeElement) ? document.activeElement.dataset : {};
  frame.innerHTML = answer.drawing;
  document.getElementById("map-in-words").outerHTML = answer.words;
  document.querySelector("[data-map-answer]").textContent = answer.answer;
  frame.dispatchEvent(new CustomEvent("map:redrawn"));
  const again = focused.link ? arrowOf(frame, focused.link) : focused.key && cardOf(frame, focused.key);
  again?.focus({ preventScroll: true });
  const arrow = answer.link && arrowOf(frame, answer.link);
  arrow?.classList.add("is-new");
  setTimeout(() => arrow?.classList.remove("is-new"), BROUGHT_OUT_FOR);
}
