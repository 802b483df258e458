/* What the grid shows about its cells: notes at a cell, the state of saving, messages, and figures. */

import { isUnsaved } from "./grid_cells.js";

export const words = JSON.parse(document.getElementById("grid-words").textContent);

const said = document.getElementById("grid-said");
const stateLine = document.getElementById("grid-state");
const retryButton = document.getElementById("grid-retry");

function note(cell) {
  return document.getElementById(`note-${cell.record.key}-${cell.field}`);
}

export function clearNote(cell) {
  note(cell)?.remove();
  cell.input.removeAttribute("aria-invalid");
  cell.input.removeAttribute("aria-describedby");
}

export function say(cell, text, isWrong = true) {
  clearNote(cell);
  const line = document.createElement("span");
  line.id = `note-${cell.record.key}-${cell.field}`;
  line.className = isWrong ? "cell-error" : "cell-state d-block";
  line.textContent = text;
  (cell.input.closest(".cell-line") ?? cell.input).after(line);
  cell.input.setAttribute("aria-describedby", line.id);
  if (isWrong) {
    cell.input.setAttribute("aria-invalid", "true");
  }
  return line;
}

export function show(cell) {
  cell.input.classList.toggle("is-unsaved", isUnsaved(cell) || Boolean(cell.conflict));
  cell.input.classList.toggle("is-saving", cell.sending === true);
}

export function fill(text, values) {
  return text.replace(/\[(\w+)\]/g, (whole, name) => values[name] ?? whole);
}

export function showState(count, waiting, stopped) {
  let text = words.saved;
  if (count && stopped) {
    text = fill(words[stopped], { n: count });
  } else if (waiting) {
    text = fill(words.saving, { n: waiting });
  } else if (count) {
    text = fill(words.unsaved, { n: count });
  }
  if (stateLine.textContent !== text) {
    stateLine.textContent = text;
  }
  stateLine.classList.toggle("is-unsaved", count > 0 && (Boolean(stopped) || !waiting));
  retryButton.hidden = !(stopped && count);
}

export function showOutputs(outputs = {}) {
  Object.entries(outputs).forEach(([id, html]) => {
    const element = document.getElementById(id);
    if (!element) {
      return;
    }
    const before = element.innerHTML.trim();
    element.innerHTML = html;
    if (element.innerHTML.trim() !== before) {
      element.classList.remove("is-new");
      void element.offsetWidth;
      element.classList.add("is-new");
    }
  });
}

export function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-secondary btn-sm";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

/* Said to whoever hears the page; `isShown`: to whoever sees it too. */
export function announce(text, isShown = false) {
  said.textContent = text;
  said.classList.toggle("visually-hidden", !isShown);
}

export function onRetry(act) {
  retryButton.addEventListener("click", act);
}
