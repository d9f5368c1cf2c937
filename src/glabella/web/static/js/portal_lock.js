/* Lock the portal when nobody has touched it for a while; go and leave no page behind. */

const lock = document.querySelector("[data-portal-lock]");
const leave = document.querySelector("[data-portal-leave]");

if (lock) {
  const wait = Number(lock.dataset.portalLock) * 1000;
  let timer = 0;
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(() => lock.submit(), wait);
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
