/** Asks for one page after the other, until one has no `next`. */
export async function* everyPage<Page extends { readonly next?: string | undefined }>(
  ask: (cursor: string | undefined) => Promise<Page>,
): AsyncGenerator<Page> {
  let cursor: string | undefined;
  do {
    const page = await ask(cursor);
    yield page;
    cursor = page.next;
  } while (cursor !== undefined);
}
