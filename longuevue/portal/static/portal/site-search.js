// Search in a site without a server: names and codes, accents aside, one or two slips forgiven, larger places first.
"use strict";

const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[-'’]/g, " ").trim();

function slips(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[other.length];
}

function rank(query, name, code) {
  if (code === query || code.split("-").slice(1).join("-") === query) return 0;
  if (name === query) return 0;
  if (name.startsWith(query)) return 1;
  if (name.includes(" " + query)) return 2;
  const most = query.length > 6 ? 2 : query.length > 3 ? 1 : 0;
  const distance = slips(query, name, most);
  return distance <= most && most ? 2 + distance : -1;
}

async function search() {
  const query = plain(new URLSearchParams(location.search).get("q") || "");
  if (!query) return;
  document.getElementById("q").value = new URLSearchParams(location.search).get("q");
  const places = await (await fetch("places.json")).json();
  const found = [];
  for (const [name, code, what, people, population] of places) {
    const order = rank(query, plain(name), code.toLowerCase());
    if (order >= 0) found.push({ name, code, what, people, population, order });
  }
  found.sort((a, b) => a.order - b.order || b.population - a.population || a.name.localeCompare(b.name));
  const list = document.getElementById("results");
  const folder = document.documentElement.lang === "fr" ? "../territoire/" : "../territory/";
  for (const place of found.slice(0, 20)) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = folder + place.code + "/index.html";
    link.textContent = place.name;
    const what = document.createElement("span");
    what.className = "result-what";
    what.textContent = [place.what, place.people, place.code].filter(Boolean).join(" · ");
    item.append(link, what);
    list.append(item);
  }
  const said = document.getElementById("found");
  said.textContent = found.length ? String(found.length) : said.dataset.none;
}

search();
