/* Submitting waits until every typed cell is saved: what is submitted is what the page shows. */

import { onSaved } from "./grid_answers.js";
import { unsavedCells } from "./grid_cells.js";

const form = document.querySelector("[data-states]");
let waiting = null;

form?.addEventListener("submit", (event) => {
  if (unsavedCells().length) {
    event.preventDefault();
    waiting = event.submitter;
  }
});

/* The cell whose answer this is may still be counted, and the buttons may just have been drawn anew. */
function goOn() {
  if (waiting === null || unsavedCells().length) {
    return;
  }
  const { name, value } = waiting;
  waiting = null;
  document.querySelector(`button[form="${form.id}"][name="${name}"][value="${value}"]`)?.click();
}

onSaved(() => setTimeout(goOn));
