// Pictures that were made, kept in this browser alone: a database for each account, of bounded size.

const Most = 200;
const MostBytes = 300 * 1024 * 1024;

const done = request => new Promise((good, bad) => {
  request.onsuccess = () => good(request.result);
  request.onerror = () => bad(request.error);
});

const finished = transaction => new Promise((good, bad) => {
  transaction.oncomplete = () => good();
  transaction.onerror = transaction.onabort = () => bad(transaction.error);
});

export class Shelf {
  #base;

  static async open(owner) {
    const request = indexedDB.open(`gantry-pictures-${owner}`, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("pictures", { keyPath: "id" });
    const shelf = new Shelf();
    shelf.#base = await done(request);
    return shelf;
  }

  /** The newest first. */
  async all() {
    const list = await done(this.#base.transaction("pictures").objectStore("pictures").getAll());
    return list.sort((one, other) => other.at - one.at);
  }

  /** @returns The ids of what had to go for it. */
  async keep(picture) {
    const transaction = this.#base.transaction("pictures", "readwrite");
    transaction.objectStore("pictures").put(picture);
    await finished(transaction);
    const gone = overflow(await this.all());
    for (const id of gone) await this.drop(id);
    return gone;
  }

  async drop(id) {
    const transaction = this.#base.transaction("pictures", "readwrite");
    transaction.objectStore("pictures").delete(id);
    await finished(transaction);
  }

  async clear() {
    const transaction = this.#base.transaction("pictures", "readwrite");
    transaction.objectStore("pictures").clear();
    await finished(transaction);
  }

  close() {
    this.#base.close();
  }
}

/** @param list The newest first. @returns Ids of those that are too many or too large together. */
export function overflow(list, most = Most, mostBytes = MostBytes) {
  let bytes = 0;
  return list.filter((picture, index) => (bytes += picture.blob.size) > mostBytes || index >= most).map(picture => picture.id);
}
