/* Behaviour that every page shares. Pages work without it; it only makes them quicker to use. */

const FILTER_FROM = 8;
const SIGNED_OUT = 401;

/* A table that needs no sideways scrolling sticks its head to the page instead of to its own box. */
function fitTable(container) {
  const table = container.querySelector("table");
  container.classList.remove("fits");
  const fits = table !== null && table.scrollWidth <= container.clientWidth + 1;
  container.classList.toggle("fits", fits);
  if (fits) {
    container.removeAttribute("tabindex");
  } else {
    container.tabIndex = 0;
  }
}

function fitTables() {
  document.querySelectorAll(".table-scroll").forEach(fitTable);
}

/* Messages of success leave by themselves; warnings and errors stay until they are closed. */
function startToasts(root) {
  root.querySelectorAll(".toast:not([data-started])").forEach((element) => {
    element.dataset.started = "";
    window.bootstrap.Toast.getOrCreateInstance(element).show();
  });
}

/* A menu with many links gets a box that narrows it down. */
function startMenuFilters() {
  document.querySelectorAll("[data-menu-filter]").forEach((input) => {
    const menu = input.closest(".dropdown-menu");
    const items = [...menu.querySelectorAll(".dropdown-item")];
    if (items.length < FILTER_FROM) {
      input.parentElement.remove();
      return;
    }
    input.addEventListener("input", () => {
      const wanted = input.value.trim().toLocaleLowerCase();
      items.forEach((item) => {
        item.hidden = !item.textContent.toLocaleLowerCase().includes(wanted);
      });
    });
    menu.parentElement.addEventListener("shown.bs.dropdown", () => input.focus());
  });
}

/* What htmx puts into the side panel opens it; closing it leads back to where it was opened. */
function openPanel(event) {
  if (event.detail.target.id !== "side-panel-body") {
    return;
  }
  const panel = document.getElementById("side-panel");
  if (!panel.classList.contains("show")) {
    const opener = event.detail.requestConfig?.elt;
    panel.addEventListener("hidden.bs.offcanvas", () => opener?.focus(), { once: true });
  }
  window.bootstrap.Offcanvas.getOrCreateInstance(panel).show();
}

/* A request that could not be made, or that the server failed, is said, not swallowed; once while it is shown. */
function sayFailure(event) {
  const name = event.detail.xhr?.status === SIGNED_OUT ? "signed-out-toast" : "failure-toast";
  const area = document.getElementById("messages");
  area.querySelectorAll(`[data-said="${name}"]`).forEach((element) => element.remove());
  area.append(document.getElementById(name).content.cloneNode(true));
  area.lastElementChild.dataset.said = name;
  startToasts(area);
}

/* The cookie is newer than the page after signing in again in another tab. */
function takeToken(event) {
  const cookie = document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/);
  if (cookie) {
    event.detail.headers["X-CSRFToken"] = cookie[1];
  }
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) {
    window.print();
  }
});
document.addEventListener("change", (event) => {
  if (event.target.closest("[data-submit-on-change]")) {
    event.target.form.requestSubmit();
  }
});
document.addEventListener("htmx:afterSwap", openPanel);
document.addEventListener("htmx:afterSettle", () => {
  fitTables();
  startToasts(document);
});
document.addEventListener("htmx:configRequest", takeToken);
document.addEventListener("htmx:sendError", sayFailure);
document.addEventListener("htmx:responseError", sayFailure);

startToasts(document);
startMenuFilters();
fitTables();
new ResizeObserver(fitTables).observe(document.body);
if (document.fonts) {
  document.fonts.ready.then(fitTables);
}
