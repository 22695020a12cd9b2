// A link to #id shows its <dialog> as a section; here it opens above the page. The browser traps and returns focus.
for (const opener of document.querySelectorAll('a[data-dialog]')) {
  const dialog = document.getElementById(opener.dataset.dialog);
  if (!(dialog instanceof HTMLDialogElement)) continue;
  opener.setAttribute('role', 'button');
  opener.addEventListener('click', event => {
    event.preventDefault();
    if (!dialog.open) dialog.showModal();
  });
  opener.addEventListener('keydown', event => {
    if (event.key !== ' ') return;
    event.preventDefault();
    opener.click();
  });
}

for (const closer of document.querySelectorAll('dialog [data-close]')) {
  closer.addEventListener('click', event => {
    const dialog = closer.closest('dialog');
    if (!dialog.open) return;
    event.preventDefault();
    dialog.close();
  });
}
