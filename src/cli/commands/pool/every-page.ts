/** Which page is asked for. */
interface PageWanted {
  readonly limit: number;
  readonly cursor?: string;
}

/** As many as a server gives at once. */
const limit = 1000;

/** Asks for one page after the other, until one has no `next`. */
export async function* everyPage<Page extends { readonly next?: string | undefined }>(
  ask: (wanted: PageWanted) => Promise<Page>,
): AsyncGenerator<Page> {
  let cursor: string | undefined;
  do {
    const page = await ask({ limit, ...(cursor !== undefined && { cursor }) });
    yield page;
    cursor = page.next;
  } while (cursor !== undefined);
}

/** All that a list has. */
export async function everyItem<Page extends { readonly next?: string | undefined }, Item>(
  ask: (wanted: PageWanted) => Promise<Page>,
  itemsOf: (page: Page) => readonly Item[],
): Promise<Item[]> {
  return (await Array.fromAsync(everyPage(ask))).flatMap(itemsOf);
}
