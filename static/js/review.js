/* The review: a perspective chosen as a whole, and how many are chosen. */

const form = document.querySelector("[data-review]");
const count = form.querySelector("[data-review-count]");

function rowsOf(body) {
  return [...body.querySelectorAll("[data-choose]")];
}

function refresh() {
  form.querySelectorAll("tbody").forEach((body) => {
    const all = body.querySelector("[data-choose-all]");
    if (all) {
      const rows = rowsOf(body);
      const chosen = rows.filter((row) => row.checked).length;
      all.hidden = false;
      all.checked = chosen === rows.length;
      all.indeterminate = chosen > 0 && chosen < rows.length;
    }
  });
  const chosen = rowsOf(form).filter((row) => row.checked).length;
  count.textContent = count.dataset.words.replace("[n]", String(chosen));
}

form.addEventListener("change", (event) => {
  if (event.target.matches("[data-choose-all]")) {
    rowsOf(event.target.closest("tbody")).forEach((row) => {
      row.checked = event.target.checked;
    });
  }
  refresh();
});
window.addEventListener("pageshow", refresh);
