// A button that prints the page; without this script it is not shown, and the browser
// prints by its own menu.

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => globalThis.print());
}
