/** A button with data-print prints the page; browsers keep it as PDF from there. */
document.addEventListener("click", (event) => {
  if ((event.target as Element).closest("[data-print]")) window.print();
});
