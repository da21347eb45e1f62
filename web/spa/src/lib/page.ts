/** What the window does: it reloads (which clears memory but keeps what is stored), goes elsewhere, saves a file, prints. */

export const page = {
  reload(): void {
    window.location.reload();
  },
  open(address: string): void {
    window.location.assign(address);
  },
  /** Unlike `open`, an error does not replace the page. */
  download(address: string): void {
    const link = document.createElement("a");
    link.href = address;
    link.download = "";
    link.click();
  },
  print(): void {
    window.print();
  },
};
