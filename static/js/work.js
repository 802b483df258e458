/* Work programs: whoever chooses "done" sees at once that this means 100 percent. */

const DONE = "done";
const COMPLETE = "100";

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-work-status]") || event.target.value !== DONE) {
    return;
  }
  const progress = event.target.form.querySelector("[data-work-progress]");
  if (progress) {
    progress.value = COMPLETE;
  }
});
