
"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const colour = "#0b4f87";
  const text = { fontFamily: '"Noto Sans", Arial, "DejaVu Sans", sans-serif', fontSize: 13, color: "#1b2430" };
  const axis = { axisLine: { lineStyle: { color: "#7a8794" } }, axisLabel: { color: "#1b2430", fontSize: 12 } };
  // The tip is drawn on the chart: no text of the data is ever read as markup.
  const tip = { renderMode: "richText", confine: true, textStyle: { fontSize: 12 } };
  const drawn = [];

  function chart(id, option) {
    const element = document.getElementById("chart-" + id);
    if (!element) return;
    const instance = echarts.init(element, null, { renderer: "canvas", devicePixelRatio: Math.max(2, window.devicePixelRatio || 1) });
    instance.setOption(Object.assign({ animation: false, textStyle: text }, option));
    drawn.push(instance);
  }

  const value = Object.assign({ type: "value", minInterval: 1, splitLine: { lineStyle: { color: "#e3e7ec" } } }, axis);

  // One small panel an offence, all to one scale: beside each other in one panel ten series are a comb, and on each other they count a document
  // of two offences twice.
  function trends(t) {
    const panels = t.series.length, columns = panels > 1 ? 2 : 1, rows = Math.ceil(panels / columns);
    const title = 28, high = 92, foot = 36;
    const most = Math.max.apply(null, t.series.map(function (s) { return Math.max.apply(null, s.values.concat([1])); }).concat([1]));
    const step = Math.ceil(most / 3);
    const left = function (i) { return i % columns === 0 ? 3 : 53; };
    const top = function (i) { return Math.floor(i / columns) * (title + high + foot); };
    const element = document.getElementById("chart-trends");
    if (element) element.style.height = rows * (title + high + foot) + "px";
    chart("trends", {
      tooltip: Object.assign({ trigger: "axis", axisPointer: { type: "shadow" } }, tip),
      title: t.series.map(function (s, i) {
        return { text: s.name, left: left(i) + "%", top: top(i) + 6, padding: 0, textStyle: { fontFamily: text.fontFamily, fontSize: 13, fontWeight: 600, color: text.color } };
      }),
      grid: t.series.map(function (s, i) {
        return { left: left(i) + "%", width: columns === 1 ? "96%" : "46%", top: top(i) + title, height: high };
      }),
      xAxis: t.series.map(function (s, i) {
        return Object.assign({ type: "category", gridIndex: i, data: t.months, axisTick: { alignWithLabel: true } }, axis);
      }),
      yAxis: t.series.map(function (s, i) { return Object.assign({ gridIndex: i, max: 3 * step, interval: step }, value); }),
      series: t.series.map(function (s, i) {
        return { name: s.name, type: "bar", xAxisIndex: i, yAxisIndex: i, barCategoryGap: "25%", itemStyle: { color: colour }, data: s.values };
      }),
    });
  }

  function months(t) {
    chart("months", {
      tooltip: Object.assign({ trigger: "axis", axisPointer: { type: "shadow" } }, tip),
      grid: { left: "3%", width: "96%", top: 12, bottom: 30 },
      xAxis: Object.assign({ type: "category", data: t.months, axisTick: { alignWithLabel: true } }, axis),
      yAxis: value,
      series: [{ type: "bar", barCategoryGap: "25%", itemStyle: { color: colour }, data: t.values }],
    });
  }

  // The part of the world that the places lie in, at least 40 degrees wide.
  function frame(places) {
    if (places.length === 0) return [[-170, 80], [180, -57]];
    const lon = places.map(function (p) { return p.value[0]; });
    const lat = places.map(function (p) { return p.value[1]; });
    let west = Math.min.apply(null, lon), east = Math.max.apply(null, lon);
    let south = Math.min.apply(null, lat), north = Math.max.apply(null, lat);
    const wide = Math.max(40, (east - west) * 1.16), high = Math.max(20, (north - south) * 1.25);
    if (wide > 200) return [[-170, 80], [180, -57]];
    const x = (west + east) / 2, y = (south + north) / 2;
    return [[Math.max(-180, x - wide / 2), Math.min(84, y + high / 2)], [Math.min(180, x + wide / 2), Math.max(-60, y - high / 2)]];
  }

  function map(m) {
    if (!m.outlines) return;
    // An area without a code of its own is drawn, never shaded.
    m.outlines.features.forEach(function (f) { f.properties.code = f.properties.iso_a2 || "area " + f.properties.name; });
    echarts.registerMap("world", m.outlines);
    const most = Math.max.apply(null, m.places.map(function (p) { return p.value[2]; }).concat([1]));
    const shade = Math.max.apply(null, m.countries.map(function (c) { return c.value; }).concat([1]));
    const named = {};
    m.countries.forEach(function (c) { named[c.code] = c.label; });
    chart("map", {
      tooltip: Object.assign({
        trigger: "item",
        formatter: function (p) {
          if (p.seriesType === "scatter") return p.name + ": " + p.value[2];
          return (named[p.name] || p.name) + ": " + (isNaN(p.value) ? 0 : p.value);
        },
      }, tip),
      visualMap: {
        type: "continuous", seriesIndex: 0, min: 0, max: shade, orient: "horizontal", left: 14, bottom: 12, itemWidth: 12, itemHeight: 120,
        inRange: { color: ["#eef2f6", "#c9d9e8", "#8fb3d3"] }, text: [m.more, m.fewer], textStyle: text, calculable: false,
      },
      geo: {
        map: "world", nameProperty: "code", boundingCoords: frame(m.whole ? [] : m.places), roam: false, silent: true, aspectScale: 0.8, left: 0, right: 0, top: 0, bottom: 0,
        itemStyle: { areaColor: "#f4f6f8", borderColor: "#a5b0bd", borderWidth: 0.7 },
      },
      series: [
        { type: "map", map: "world", geoIndex: 0, nameProperty: "code", itemStyle: { areaColor: "#f4f6f8" }, data: m.countries.map(function (c) { return { name: c.code, value: c.value }; }) },
        {
          type: "scatter", coordinateSystem: "geo", data: m.places,
          symbolSize: function (v) { return 6 + 26 * Math.sqrt(v[2] / most); },
          itemStyle: { color: "rgba(213,94,0,.72)", borderColor: "#fff", borderWidth: 1 },
          label: { show: true, position: "right", fontSize: 12, color: "#1b2430", textBorderColor: "#fff", textBorderWidth: 3,
            formatter: function (p) { return p.dataIndex < 12 ? p.name.split(", ")[0] : ""; } },
          labelLayout: { hideOverlap: true },
        },
      ],
    });
  }

  function movement(v) {
    const rows = v.series.slice().reverse();
    const cells = [];
    let most = 1;
    rows.forEach(function (s, y) {
      s.values.forEach(function (n, x) {
        if (n > 0) cells.push([x, y, n]);
        most = Math.max(most, n);
      });
    });
    const element = document.getElementById("chart-movement");
    if (element) element.style.height = (90 + rows.length * 26) + "px";
    chart("movement", {
      tooltip: Object.assign({ formatter: function (p) { return rows[p.value[1]].name + ", " + v.months[p.value[0]] + ": " + p.value[2]; } }, tip),
      grid: { left: 8, right: 12, top: 8, bottom: 58, containLabel: true },
      xAxis: Object.assign({ type: "category", data: v.months, splitArea: { show: false }, splitLine: { show: true, lineStyle: { color: "#eef1f4" } } }, axis),
      yAxis: Object.assign({ type: "category", data: rows.map(function (s) { return s.name; }), splitLine: { show: true, lineStyle: { color: "#eef1f4" } } }, axis),
      visualMap: { min: 0, max: most, orient: "horizontal", left: "center", bottom: 0, itemWidth: 12, itemHeight: 140, text: [String(most) + " " + v.documents.toLowerCase(), "0"],
        textStyle: text, inRange: { color: ["#e6eef6", "#8fb3d3", "#0b4f87", "#062f52"] } },
      series: [{ type: "heatmap", data: cells, label: { show: rows.length > 0 && v.months.length <= 24, fontSize: 11 }, itemStyle: { borderColor: "#fff", borderWidth: 1 } }],
    });
  }

  document.documentElement.classList.add("drawn");
  // Where charts are drawn, the tables of the longer ones are folded; print opens them.
  const numbers = document.querySelectorAll("details.numbers");
  numbers.forEach(function (d) { d.open = false; });
  trends(data.trends);
  months(data.months);
  map(data.map);
  movement(data.movement);
  data.networks.forEach(function (network, n) {
    const graph = drawLinks(document.getElementById("graph-" + (n + 1)), network, function (i) {
      return document.getElementById("link-" + (n + 1) + "-" + i);
    });
    drawn.push({ resize: function () { graph.resize(); graph.fit(undefined, 20); } });
  });
  window.addEventListener("resize", function () { drawn.forEach(function (c) { c.resize(); }); });
  window.addEventListener("beforeprint", function () {
    numbers.forEach(function (d) { d.open = true; });
    drawn.forEach(function (c) { c.resize(); });
  });
  window.addEventListener("afterprint", function () { numbers.forEach(function (d) { d.open = false; }); });
})();
