// Looking closer with two fingers, or with the wheel and Ctrl: what lies between the fingers stays between them.

export function zooming(sheet, { zoom, zoomTo, begins }) {
  let pinch = null;
  let frame = 0;

  const within = (x, y) => {
    const box = sheet.getBoundingClientRect();
    return { x: x - box.left, y: y - box.top };
  };
  const between = ([a, b]) => ({
    ...within((a.clientX + b.clientX) / 2, (a.clientY + b.clientY) / 2),
    apart: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) || 1,
  });

  sheet.addEventListener("touchstart", (event) => {
    if (event.touches.length !== 2) { pinch = null; return; }
    event.preventDefault();
    const at = between(event.touches);
    pinch = { at, zoom: zoom(), apart: at.apart };
    begins();
  }, { passive: false });
  sheet.addEventListener("touchmove", (event) => {
    if (!pinch || event.touches.length !== 2) return;
    event.preventDefault();
    const to = between(event.touches);
    cancelAnimationFrame(frame);
    // Drawn once for each picture of the screen, however often the fingers tell.
    frame = requestAnimationFrame(() => {
      if (!pinch) return;
      zoomTo(pinch.zoom * to.apart / pinch.apart, to, pinch.at);
      pinch.at = to;
    });
  }, { passive: false });
  for (const name of ["touchend", "touchcancel"]) {
    sheet.addEventListener(name, (event) => { if (event.touches.length < 2) pinch = null; });
  }
  sheet.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoomTo(zoom() * Math.exp(-event.deltaY / 300), within(event.clientX, event.clientY));
  }, { passive: false });
}
