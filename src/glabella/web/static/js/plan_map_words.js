// What the map says: words come from the page, in its language.

export function fill(words, values) {
  return words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export function number(value) {
  const language = document.documentElement.lang || "en";
  return value.toLocaleString(language, { maximumFractionDigits: 2, useGrouping: false });
}

// One place to read and to listen to; it outlives the pictures that come and go.
export function makeVoice(form) {
  const place = document.createElement("p");
  place.className = "plan-said";
  place.setAttribute("role", "status");
  place.setAttribute("data-map-said", "");
  form.append(place);
  return (words) => {
    place.textContent = words;
  };
}
