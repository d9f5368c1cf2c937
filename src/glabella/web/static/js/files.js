// A file dropped anywhere on the field lands in its input, as if it had been chosen.

export function dropFiles() {
  for (const area of document.querySelectorAll("[data-file-drop]")) {
    const input = area.querySelector("input[type=file]");
    const mark = (event) => {
      event.preventDefault();
      area.classList.toggle("is-over", event.type === "dragover");
    };
    area.addEventListener("dragover", mark);
    area.addEventListener("dragleave", mark);
    area.addEventListener("drop", (event) => {
      mark(event);
      if (event.dataTransfer.files.length === 0) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}
