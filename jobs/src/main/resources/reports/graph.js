/* Draws links as a graph, for all pages that do. The picture is the same each time.
   graph: nodes of id, kind, caption, role (or none) and asked; links of from, to, shared, strength, hypothesis (or none) and arrow (or none).
   itemOf(i): the element that says in words what link i is. */
function drawLinks(container, graph, itemOf) {
  "use strict";
  const shapes = {
    Person: "ellipse", Company: "rectangle", Organization: "rectangle", LegalEntity: "rectangle",
    PublicBody: "rectangle", Vehicle: "triangle", BankAccount: "diamond", Document: "round-tag"
  };
  const short = (text) => (text.length > 28 ? text.slice(0, 27) + "\u2026" : text);
  const around = 60 * Math.sqrt(graph.nodes.length);
  const elements = graph.nodes.map((node, i) => ({
    data: {
      id: node.id, label: short(node.caption) + (node.role ? "\n" + short(node.role) : ""),
      shape: shapes[node.kind] || "hexagon", border: node.asked ? 5 : 1
    },
    position: {
      x: around * Math.cos(2 * Math.PI * i / graph.nodes.length),
      y: around * Math.sin(2 * Math.PI * i / graph.nodes.length)
    }
  })).concat(graph.links.map((link, i) => ({
    data: {
      id: "link-" + i, source: link.from, target: link.to, label: short(link.shared),
      width: 1 + Math.min(8, link.strength / 3), line: link.hypothesis ? "dashed" : "solid",
      back: "\u2190\u2194".includes(link.arrow || " ") ? "triangle" : "none",
      forth: "\u2192\u2194".includes(link.arrow || " ") ? "triangle" : "none"
    }
  })));
  const cy = cytoscape({
    container: container,
    elements: elements,
    style: [
      { selector: "node", style: {
        label: "data(label)", shape: "data(shape)", "background-color": "#cfe0f3",
        "border-color": "#1b4a80", "border-width": "data(border)", "font-size": 12,
        "text-valign": "bottom", "text-margin-y": 4, "text-wrap": "wrap", "text-max-width": 130,
        "line-height": 1.15, "text-background-color": "#fff", "text-background-opacity": 0.8 } },
      { selector: "edge", style: {
        width: "data(width)", "line-style": "data(line)", "line-color": "#767676",
        "source-arrow-shape": "data(back)", "target-arrow-shape": "data(forth)",
        "source-arrow-color": "#767676", "target-arrow-color": "#767676",
        "curve-style": "straight" } },
      { selector: "edge:selected", style: {
        "line-color": "#b2182b", "source-arrow-color": "#b2182b", "target-arrow-color": "#b2182b", label: "data(label)", "font-size": 11,
        "text-background-color": "#fff", "text-background-opacity": 1 } },
      { selector: "node:selected", style: { "background-color": "#fff3c4" } }
    ],
    layout: {
      name: "cose", animate: false, randomize: false, padding: 20,
      nodeDimensionsIncludeLabels: true, nodeRepulsion: 40000, idealEdgeLength: 90
    }
  });
  // A picture that is made smaller keeps its words at a size that can be read.
  const size = Math.min(20, 12 / Math.min(1, cy.zoom()));
  cy.nodes().style({ "font-size": size, "text-max-width": 11 * size });
  cy.fit(undefined, 20);
  const choose = (chosen) => {
    graph.links.forEach((link, i) => itemOf(i).classList.toggle("chosen", chosen.includes(i)));
    if (chosen.length) {
      itemOf(chosen[0]).scrollIntoView({ block: "nearest" });
    }
  };
  const number = (edge) => Number(edge.id().slice(5));
  cy.on("tap", "edge", (event) => choose([number(event.target)]));
  cy.on("tap", "node", (event) =>
    choose(event.target.connectedEdges().map(number).sort((a, b) => a - b)));
  return cy;
}
