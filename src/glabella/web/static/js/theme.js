// The switch of the theme, without a new page. Without this file the form does it.

const YEAR = 365 * 24 * 60 * 60;

export function switchTheme() {
  for (const form of document.querySelectorAll("[data-theme-form]")) {
    form.addEventListener("submit", (event) => {
      const theme = event.submitter?.value;
      if (!theme) return;
      event.preventDefault();
      show(theme);
      for (const button of form.querySelectorAll("[name=theme]")) {
        button.setAttribute("aria-pressed", String(button.value === theme));
      }
    });
  }
}

function show(theme) {
  const page = document.documentElement;
  page.classList.remove("theme-light", "theme-dark", "theme-dim");
  if (theme !== "auto") page.classList.add(`theme-${theme}`);
  document.cookie = `theme=${theme}; path=/; max-age=${YEAR}; SameSite=Lax`;
}
