(function () {
  "use strict";
  const data = JSON.parse(document.getElementById("data").textContent);
  drawLinks(document.getElementById("graph"), data, (i) => document.getElementById("link-" + i));
}());
