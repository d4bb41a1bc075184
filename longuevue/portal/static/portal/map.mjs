// The moving map: it enhances the picture that the page already shows, and reads nothing outside this site.
// Without it, without WebGL or without JavaScript, the picture and the table say the same.

const FRANCE = [[-5.3, 41.2], [9.7, 51.2]];
const PAPER = "#fffdf8";
const GREY = [107, 98, 80, 255];

// The signs of each status, drawn point by point in a tile of 16: the same as in the legend.
const SIGNS = {
  zero: (x, y) => Math.abs(Math.hypot(x - 8, y - 8) - 3.4) < 0.7,
  suppressed: (x, y) => (x + y) % 8 < 1.4,
  too_uncertain: (x, y) => x > 2 && x < 14 && (Math.abs(y - 8) < 0.8 || (y > 4 && y < 12 && (x < 4 || x > 12))),
  not_available: (x, y) => (Math.abs(y - 4) < 0.8 && x > 1 && x < 6) || (Math.abs(y - 12) < 0.8 && x > 9 && x < 14),
  not_applicable: (x, y) => Math.abs(y - 8) < 0.8 && x > 4 && x < 12,
  not_observed: (x, y) => x > 3 && x < 13 && y > 3 && y < 13 && (Math.abs(x - y) < 1 || Math.abs(x + y - 16) < 1),
};

function tile(sign) {
  const data = new Uint8Array(16 * 16 * 4);
  for (let y = 0; y < 16; y++) for (let x = 0; x < 16; x++) {
    const on = SIGNS[sign](x, y);
    data.set(on ? GREY : sign === "zero" ? [255, 253, 248, 255] : [239, 232, 217, 255], (y * 16 + x) * 4);
  }
  return { width: 16, height: 16, data };
}

function script(source) {
  return new Promise((done, failed) => {
    const tag = document.createElement("script");
    tag.src = source;
    tag.onload = done;
    tag.onerror = failed;
    document.head.append(tag);
  });
}

class MovingMap {
  constructor(figure) {
    this.figure = figure;
    this.stage = figure.querySelector(".map-move");
    this.image = figure.querySelector(".map-image");
    this.start = figure.querySelector(".map-start");
    this.start.hidden = false;
    this.start.querySelector("button").addEventListener("click", () => this.open());
  }

  async open() {
    if (!this.stage.firstChild) this.stage.append(this.figure.querySelector("template").content.cloneNode(true));
    this.here = this.stage.querySelector(".map-here");
    this.stage.hidden = false;
    this.image.hidden = true;
    this.start.hidden = true;
    try {
      if (!this.map) await this.make();
      this.map.getCanvas().focus();
    } catch (error) {
      this.close();
      this.start.hidden = false;
      this.start.textContent = this.here.dataset.failed;
      this.start.setAttribute("role", "status");
    }
  }

  close() {
    this.stage.hidden = true;
    this.image.hidden = false;
    this.start.hidden = false;
    this.start.querySelector("button")?.focus();
  }

  async make() {
    const { gl, worker, pmtiles } = this.figure.dataset;
    const [maplibre] = await Promise.all([import(gl), window.pmtiles ? null : script(pmtiles)]);
    this.maplibre = maplibre;
    maplibre.setWorkerUrl(new URL(worker, location.href).href);
    if (!window.longuevueTiles) {
      window.longuevueTiles = new window.pmtiles.Protocol();
      maplibre.addProtocol("pmtiles", window.longuevueTiles.tile);
    }
    this.map = new maplibre.Map({
      container: this.stage.querySelector(".map-canvas"),
      style: { version: 8, sources: {}, layers: [{ id: "paper", type: "background", paint: { "background-color": PAPER } }] },
      bounds: FRANCE,
      fitBoundsOptions: { padding: 8 },
      minZoom: 2.5,
      maxZoom: 13,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      cooperativeGestures: false,
      fadeDuration: 0,
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    await this.map.once("load");
    for (const sign of Object.keys(SIGNS)) this.map.addImage(sign, tile(sign), { pixelRatio: 1.4 });
    this.stage.addEventListener("click", (event) => this.act(event.target.closest("button")));
    this.map.on("moveend", () => this.tell());
    this.map.on("idle", () => this.tell());
    this.map.on("click", (event) => this.say(this.map.queryRenderedFeatures(event.point)[0]));
    this.map.getCanvas().addEventListener("keydown", (event) => {
      const link = this.here.querySelector("a");
      if (event.key === "Enter" && link) link.click();
    });
    await this.show(this.stage.querySelector("[data-json][aria-pressed=true]"));
  }

  act(button) {
    if (!button) return;
    const smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    const how = { animate: smooth };
    if (button.dataset.json) this.show(button);
    else if (button.dataset.do === "in") this.map.zoomIn(how);
    else if (button.dataset.do === "out") this.map.zoomOut(how);
    else if (button.dataset.do === "whole") this.map.fitBounds(FRANCE, { padding: 8, ...how });
    else if (button.dataset.do === "close") this.close();
  }

  async show(button) {
    const said = await (await fetch(button.dataset.json)).json();
    for (const other of this.stage.querySelectorAll("[data-json]")) other.setAttribute("aria-pressed", String(other === button));
    for (const id of ["edges", "colours", "signs", "usual"]) if (this.map.getLayer(id)) this.map.removeLayer(id);
    if (this.map.getSource("places")) this.map.removeSource("places");
    this.said = said;
    this.legend(said);
    this.map.addSource("places", { type: "vector", url: `pmtiles://${new URL(said.tiles, location.href).href}` });
    const colours = ["match", ["get", "code"]];
    const signs = ["match", ["get", "code"]];
    const groups = {};
    for (const [code, [fill]] of Object.entries(said.places)) (groups[fill] ??= []).push(code);
    for (const [fill, codes] of Object.entries(groups)) {
      if (fill.startsWith("#")) colours.push(codes, fill);
      else if (SIGNS[fill]) signs.push(codes, fill);
    }
    const layer = { source: "places", "source-layer": said.level };
    const usual = SIGNS[said.usual[0]] ? said.usual[0] : "not_available";
    const pattern = signs.length > 2 ? [...signs, usual] : usual;
    this.map.addLayer({ id: "signs", type: "fill", ...layer, paint: { "fill-pattern": pattern } });
    if (colours.length > 2) {
      const paint = { "fill-color": [...colours, "rgba(0,0,0,0)"], "fill-antialias": false };
      this.map.addLayer({ id: "colours", type: "fill", ...layer, paint });
    }
    const width = ["interpolate", ["linear"], ["zoom"], 4, said.level === "commune" ? 0.1 : 0.6, 9, 1.2];
    this.map.addLayer({ id: "edges", type: "line", ...layer, paint: { "line-color": "#ffffff", "line-width": width } });
  }

  legend(said) {
    this.figure.querySelector(".map-title").textContent = said.title;
    const list = this.figure.querySelector(".map-legend");
    list.replaceChildren(...said.legend.map(([fill, pattern, text, count]) => {
      const line = document.createElement("li");
      const space = "http://www.w3.org/2000/svg";
      const swatch = document.createElementNS(space, "svg");
      for (const [name, value] of Object.entries({ width: 30, height: 18, viewBox: "0 0 30 18", "aria-hidden": "true" })) swatch.setAttribute(name, value);
      for (const paint of [fill, pattern && `url(#map-${pattern})`].filter(Boolean)) {
        const box = document.createElementNS(space, "rect");
        for (const [name, value] of Object.entries({ width: 30, height: 18, fill: paint, stroke: "#6b6250" })) box.setAttribute(name, value);
        swatch.append(box);
      }
      const words = document.createElement("span");
      const number = document.createElement("span");
      number.className = "count";
      number.textContent = count;
      words.append(`${text} `, number);
      line.append(swatch, words);
      return line;
    }));
    this.figure.querySelector(".map-notes").replaceChildren(...said.notes.map((note) => {
      const line = document.createElement("p");
      line.textContent = note;
      return line;
    }));
  }

  tell() {
    const canvas = this.map.getCanvas();
    const found = this.map.queryRenderedFeatures([canvas.clientWidth / 2, canvas.clientHeight / 2]);
    this.say(found[0]);
  }

  say(feature) {
    const code = feature?.properties?.code;
    if (code === this.told && this.here.textContent) return;
    this.told = code;
    if (!code) { this.here.textContent = this.here.dataset.nothing; return; }
    const [, name, text] = this.said.places[code] ?? ["", code, this.said.usual[1]];
    const link = document.createElement("a");
    link.href = this.said.page.replace("CODE", code);
    link.textContent = this.here.dataset.open;
    const words = document.createElement("b");
    words.textContent = `${name} : ${text}. `;
    this.here.replaceChildren(words, link);
  }
}

for (const figure of document.querySelectorAll("[data-map]")) new MovingMap(figure);
