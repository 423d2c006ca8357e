/**
 * What comes and goes above the conversation moves nothing in it: who reads farther up stays at their line. Who is at the
 * end is kept there by the timeline.
 */

/**
 * @param {Element} above
 * @param {() => Element | null | undefined} timeline
 * @param {AbortSignal} signal
 */
export const keepPlace = (above, timeline, signal) => {
  let height = above.getBoundingClientRect().height;
  const resized = new ResizeObserver(() => {
    const more = above.getBoundingClientRect().height - height;
    height += more;
    const scroller = timeline()?.shadowRoot?.querySelector(".scroller");
    if (!scroller || more === 0) return;
    const below = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    if (below > 1) scroller.scrollTop += more;
  });
  resized.observe(above);
  signal.addEventListener("abort", () => resized.disconnect());
};
