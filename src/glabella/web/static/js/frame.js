// What every page has: menus that close, keys that lead somewhere, the switch of the
// theme, error summaries that take the focus. Each works without this file.
import { closeMenus } from "./menus.js";
import { bindShortcuts } from "./shortcuts.js";
import { switchTheme } from "./theme.js";
import { dropFiles } from "./files.js";

closeMenus();
bindShortcuts();
switchTheme();
dropFiles();

document.querySelector("[data-error-summary]:not(.specimen *)")?.focus();
