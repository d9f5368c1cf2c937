// data-shortcut="/" on a field focuses it; on a link or button it presses it.

const typing = "input, textarea, select, [contenteditable]";

export function bindShortcuts() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.(typing)) return;
    const wanted = [...document.querySelectorAll("[data-shortcut]")].find(
      (control) => control.dataset.shortcut === event.key,
    );
    if (!wanted) return;
    event.preventDefault();
    if (wanted.matches(typing)) wanted.focus();
    else wanted.click();
  });
}
