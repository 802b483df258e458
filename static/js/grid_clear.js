/* Emptying all selected cells at once. As with a pasted block, nothing is saved before a preview was seen. */

import { openPreview } from "./grid_preview.js";
import { selected } from "./grid_select.js";
import { note } from "./grid_undo.js";
import { words } from "./grid_view.js";

/* Answers whether there were several to empty. */
export function emptySelected(start) {
  const all = selected()?.cells ?? [];
  if (all.length < 2) {
    return false;
  }
  const items = all.filter((cell) => cell.input.value && !cell.conflict).map((cell) => ({ cell, text: "" }));
  if (items.length) {
    openPreview(items, { title: words.emptyTitle, lost: [], start }, (changes) => note(changes));
  }
  return true;
}
