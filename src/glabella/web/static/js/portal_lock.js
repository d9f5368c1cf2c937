/* Lock the portal when nobody has touched it for a while, keep it open while somebody
   writes, and go without leaving a page behind. */

const lock = document.querySelector("[data-portal-lock]");
const leave = document.querySelector("[data-portal-leave]");

if (lock) {
  const wait = Number(lock.dataset.portalLock) * 1000;
  let timer = 0;
  let told = Date.now();
  /* The server counts from the last request, so it has to hear of long writing. */
  const tell = () => {
    told = Date.now();
    fetch(lock.dataset.portalStay, {
      method: "POST",
      headers: { "X-CSRFToken": lock.elements.csrfmiddlewaretoken.value },
    }).catch(() => {});
  };
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(() => lock.submit(), wait);
    if (Date.now() - told > wait / 3) tell();
  };
  for (const name of ["pointerdown", "keydown", "scroll"]) {
    addEventListener(name, again, { passive: true });
  }
  again();
}

if (leave) {
  leave.addEventListener("click", (event) => {
    event.preventDefault();
    document.body.hidden = true;
    location.replace(leave.href);
  });
}

/* A page that comes back from the memory of the browser may be somebody else's by now. */
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
