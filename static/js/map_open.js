/* What the map opens in the side panel: a card its objective, a lane the form of a new one. Without scripts, or
   with a key for a new tab, both are links. */

export function openInPanel(frame) {
  const address = (card) => frame.dataset.objective?.replace(/0\/$/, `${card.dataset.key}/`);

  frame.addEventListener("click", (event) => {
    const [card, add] = [event.target.closest(".map-card"), event.target.closest(".map-lane-add")];
    const url = card ? address(card) : add?.getAttribute("href");
    const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (url && isPlain && !event.defaultPrevented && !("drawing" in frame.dataset)) {
      event.preventDefault();
      window.htmx.ajax("GET", url, { source: card ?? add, target: "#side-panel-body" });
    }
  });
}
