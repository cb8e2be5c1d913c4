/* A page to be blacked: a rectangle drawn on the picture fills the four numbers of a new place and saves them. ES5;
   without it the numbers are typed. */
(function () {
  "use strict";
  var page = document, picture = page.getElementById("marked"), form = page.getElementById("marks"), from = null, box = null;
  var last = page.getElementById("new");
  if (!picture || !form || !last || !window.PointerEvent) { return; }

  function input(side) { return last.querySelector("input[name^='" + side + ".']"); }
  function at(event) {
    var frame = picture.getBoundingClientRect();
    return {
      x: Math.min(100, Math.max(0, (event.clientX - frame.left) * 100 / frame.width)),
      y: Math.min(100, Math.max(0, (event.clientY - frame.top) * 100 / frame.height))
    };
  }
  function between(to) {
    return { left: Math.min(from.x, to.x), top: Math.min(from.y, to.y), width: Math.abs(from.x - to.x), height: Math.abs(from.y - to.y) };
  }
  function shown(mark) {
    box.style.left = (picture.offsetLeft + mark.left * picture.offsetWidth / 100) + "px";
    box.style.top = (picture.offsetTop + mark.top * picture.offsetHeight / 100) + "px";
    box.style.width = (mark.width * picture.offsetWidth / 100) + "px";
    box.style.height = (mark.height * picture.offsetHeight / 100) + "px";
  }
  function end() {
    if (box) { box.parentNode.removeChild(box); }
    from = box = null;
  }
  picture.style.touchAction = "none";
  picture.style.cursor = "crosshair";
  picture.parentNode.style.position = "relative";
  picture.addEventListener("dragstart", function (event) { event.preventDefault(); });
  picture.addEventListener("pointerdown", function (event) {
    if (event.button) { return; }
    from = at(event);
    box = picture.parentNode.appendChild(page.createElement("span"));
    box.style.position = "absolute";
    box.style.background = "#000";
    box.style.opacity = "0.7";
    box.style.pointerEvents = "none";
    picture.setPointerCapture(event.pointerId);
  });
  picture.addEventListener("pointermove", function (event) { if (from) { shown(between(at(event))); } });
  picture.addEventListener("pointerup", function (event) {
    var mark, side;
    if (!from) { return; }
    mark = between(at(event));
    end();
    if (mark.width < 0.5 || mark.height < 0.5) { return; }
    for (side in mark) { input(side).value = String(Math.round(mark[side] * 100) / 100); }
    form.submit();
  });
  picture.addEventListener("pointercancel", end);
}());
