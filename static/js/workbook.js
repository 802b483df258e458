/* A file takes a while to be read or written: the button says so, works only once, and a line tells what to expect.
   Markup: <button data-busy="Checking…">, and in the same form <span data-busy-note role="status">. */

const PATIENCE = 1000;

function lockWhileBusy(form) {
  const note = form.querySelector("[data-busy-note]");
  const words = note.textContent;
  let free = null;
  note.textContent = "";

  form.addEventListener("submit", (event) => {
    if (free) {
      event.preventDefault();
      return;
    }
    const button = event.submitter;
    if (!button?.dataset.busy) {
      return;
    }
    const label = [...button.childNodes];
    const timer = setTimeout(() => { note.textContent = words; }, PATIENCE);
    button.replaceChildren(button.dataset.busy);
    button.setAttribute("aria-disabled", "true");
    free = () => {
      clearTimeout(timer);
      note.textContent = "";
      button.replaceChildren(...label);
      button.removeAttribute("aria-disabled");
      free = null;
    };
  });
  window.addEventListener("pageshow", () => free?.()); // a page that comes back from the browser's memory
}

document.querySelectorAll("form:has([data-busy])").forEach(lockWhileBusy);
