/** Drawers of narrow windows (the rail, what we know, the pages of settings) close when a link in them is followed; an open one would not be morphed. */
document.addEventListener("click", (event) => {
  const link = (event.target as Element).closest('a[href]:not([href=""])');
  link?.closest<HTMLElement>(".rail:popover-open, .context:popover-open, #settings-nav:popover-open")?.hidePopover();
});

export {};
