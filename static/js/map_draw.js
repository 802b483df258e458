/* Drawing a link step by step: choose the cause, choose the effect. Cards are chosen by clicking, tapping or
   Enter; a drag (map_drag.js) takes both steps at once. Esc cancels. */

import { boxOf, cardOf, cardsIn, drawingIn, keysOf, svg } from "./map_cards.js";
import { fill, say, sayError, show, words } from "./map_said.js";
import { send } from "./map_send.js";

export function letLinksBeDrawn(frame) {
  const opener = document.querySelector("[data-map-draw]");
  const cancelButton = document.querySelector("[data-map-cancel]");
  const handMade = { live: null, cause: null, isMode: false };

  const isOn = () => "drawing" in frame.dataset;

  /* --- what is seen ---------------------------------------------------------------------- */

  function mark() {
    const { cause } = handMade;
    const linked = new Set(
      [...frame.querySelectorAll(".map-arrow")]
        .filter((arrow) => arrow.dataset.cause === cause?.dataset.key)
        .map((arrow) => arrow.dataset.effect),
    );
    const barred = new Set([...keysOf(cause?.dataset.upstream), ...linked]);
    cardsIn(frame).forEach((card) => {
      card.classList.toggle("is-cause", card === cause);
      card.classList.toggle("is-barred", barred.has(card.dataset.key));
      card.classList.remove("is-aimed");
      if (isOn()) {
        card.setAttribute("tabindex", 0);
      }
    });
    cancelButton.hidden = !isOn();
    opener?.setAttribute("aria-pressed", String(isOn()));
    opener?.classList.toggle("active", isOn());
  }

  /* The arrow that follows the pointer or the focus. */
  function stretch(to) {
    const from = boxOf(handMade.cause);
    const up = to.y < from.middleY;
    const start = { x: from.middleX, y: up ? from.y : from.y + from.height };
    const bend = (to.y - start.y) / 2;
    handMade.live.firstChild.setAttribute(
      "d",
      `M${start.x} ${start.y}C${start.x} ${start.y + bend} ${to.x} ${to.y - bend} ${to.x} ${to.y}`,
    );
    const angle = Math.abs(bend) < 4 ? (to.x < start.x ? 180 : 0) : bend < 0 ? 270 : 90;
    handMade.live.lastChild.setAttribute("transform", `translate(${to.x} ${to.y}) rotate(${angle})`);
  }

  function aim(card, point) {
    if (!handMade.cause) {
      return;
    }
    const aimed = card === handMade.cause ? null : card;
    cardsIn(frame).forEach((each) => each.classList.toggle("is-aimed", each === aimed));
    const codes = { cause: handMade.cause.dataset.code, effect: aimed?.dataset.code };
    show(aimed ? fill(words.aim, codes) : fill(words.choose_effect, codes));
    const box = aimed && boxOf(aimed);
    const fromBelow = box && boxOf(handMade.cause).middleY > box.middleY;
    const end = box ? { x: box.middleX, y: fromBelow ? box.y + box.height : box.y } : point;
    if (end) {
      stretch(end);
    }
  }

  /* --- the steps ------------------------------------------------------------------------- */

  function begin(cause = null) {
    handMade.cause = cause;
    frame.dataset.drawing = cause ? "effect" : "cause";
    frame.dispatchEvent(new CustomEvent("map:drawing"));
    handMade.live?.remove();
    handMade.live = svg("g", { class: "map-live" });
    handMade.live.append(svg("path", {}), svg("path", { d: "M0 0L-8.5-4.2L-7 0L-8.5 4.2Z" }));
    drawingIn(frame).append(handMade.live);
    mark();
    say(cause ? fill(words.choose_effect, { cause: cause.dataset.code }) : words.choose_cause);
  }

  function end() {
    delete frame.dataset.drawing;
    handMade.live?.remove();
    Object.assign(handMade, { live: null, cause: null });
    mark();
    const current = cardsIn(frame).find((card) => card === document.activeElement) ?? cardsIn(frame)[0];
    cardsIn(frame).forEach((card) => card.setAttribute("tabindex", card === current ? 0 : -1));
  }

  function cancel() {
    if (isOn()) {
      handMade.isMode = false;
      end();
      say(words.cancelled);
    }
  }

  async function choose(card) {
    const { cause } = handMade;
    if (frame.hasAttribute("aria-busy")) {
      return;
    }
    if (!cause) {
      begin(card);
      return;
    }
    end();
    const fields = { cause: cause.dataset.key, effect: card.dataset.key };
    const answer = await send(frame, frame.dataset.links, { fields, refuse });
    if (handMade.isMode) {
      begin();
    }
    if (answer) {
      say(answer.said);
    }
  }

  function refuse(reason) {
    show();
    sayError(reason);
  }

  /* --- events ---------------------------------------------------------------------------- */

  opener?.setAttribute("role", "button");
  opener?.setAttribute("aria-pressed", "false");
  opener?.addEventListener("click", (event) => {
    event.preventDefault();
    if (isOn()) {
      cancel();
      return;
    }
    handMade.isMode = true;
    begin();
    frame.scrollIntoView({ block: "nearest" });
    (cardsIn(frame).find((card) => card.tabIndex === 0) ?? cardsIn(frame)[0]).focus({ preventScroll: true });
  });
  opener?.addEventListener("keydown", (event) => {
    if (event.key === " ") {
      event.preventDefault();
      opener.click();
    }
  });
  cancelButton.addEventListener("click", cancel);
  frame.addEventListener("click", (event) => {
    const card = event.target.closest(".map-card");
    if (isOn() && card) {
      event.preventDefault();
      choose(card);
    }
  });
  frame.addEventListener("pointerover", (event) => isOn() && aim(event.target.closest(".map-card"), null));
  frame.addEventListener("focusin", (event) => {
    const card = event.target.closest(".map-card");
    if (isOn() && card) {
      aim(card, null);
    }
  });
  frame.addEventListener("keydown", (event) => {
    const card = event.target.closest(".map-card");
    if (event.altKey || event.ctrlKey || event.metaKey || !card) {
      return;
    }
    if (event.key.toLowerCase() === "l" && !isOn()) {
      event.preventDefault();
      begin(card);
    } else if (event.key === " " && isOn()) {
      event.preventDefault();
      choose(card);
    }
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && cancel());

  return { aim, begin, cancel, choose, cardOf: (key) => cardOf(frame, key), isOn };
}
