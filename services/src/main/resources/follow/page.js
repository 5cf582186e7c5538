(function () {
  "use strict";
  const data = JSON.parse(document.getElementById("data").textContent);
  const shapes = {
    Person: "ellipse", Company: "rectangle", Organization: "rectangle", LegalEntity: "rectangle",
    PublicBody: "rectangle", Vehicle: "triangle", BankAccount: "diamond", Document: "round-tag"
  };
  const short = (text) => (text.length > 28 ? text.slice(0, 27) + "\u2026" : text);
  const elements = data.nodes.map((node) => ({
    data: {
      id: node.id, label: short(node.caption), shape: shapes[node.kind] || "hexagon",
      border: node.asked ? 5 : 1
    }
  })).concat(data.links.map((link, i) => ({
    data: {
      id: "link-" + i, source: link.from, target: link.to, label: short(link.shared),
      width: 1 + Math.min(8, link.strength / 3), line: link.hypothesis ? "dashed" : "solid"
    }
  })));
  const cy = cytoscape({
    container: document.getElementById("graph"),
    elements: elements,
    style: [
      { selector: "node", style: {
        label: "data(label)", shape: "data(shape)", "background-color": "#cfe0f3",
        "border-color": "#1b4a80", "border-width": "data(border)", "font-size": 12,
        "text-valign": "bottom", "text-margin-y": 4, "text-wrap": "wrap", "text-max-width": 130 } },
      { selector: "edge", style: {
        width: "data(width)", "line-style": "data(line)", "line-color": "#767676", "curve-style": "straight" } },
      { selector: "edge:selected", style: {
        "line-color": "#b2182b", label: "data(label)", "font-size": 11,
        "text-background-color": "#fff", "text-background-opacity": 1 } },
      { selector: "node:selected", style: { "background-color": "#fff3c4" } }
    ],
    layout: {
      name: "cose", animate: false, randomize: true, padding: 20,
      nodeDimensionsIncludeLabels: true, nodeRepulsion: 40000, idealEdgeLength: 90
    }
  });
  const choose = (indices) => {
    document.querySelectorAll(".list li").forEach((li) => li.classList.remove("chosen"));
    indices.forEach((i) => document.getElementById("link-" + i).classList.add("chosen"));
    if (indices.length) {
      document.getElementById("link-" + indices[0]).scrollIntoView({ block: "nearest" });
    }
  };
  const number = (edge) => Number(edge.id().slice(5));
  cy.on("tap", "edge", (event) => choose([number(event.target)]));
  cy.on("tap", "node", (event) =>
    choose(event.target.connectedEdges().map(number).sort((a, b) => a - b)));
}());
