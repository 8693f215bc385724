/**
 * Does `work` for every item, at most `limit` at a time, and yields the results as they come. Stops starting new work
 * once the signal is aborted; work that threw ends the whole.
 */
export async function* inParallel<T, R>(
  items: Iterable<T>,
  limit: number,
  work: (item: T) => Promise<R>,
  signal: AbortSignal,
): AsyncGenerator<R> {
  const running = new Map<number, Promise<{ key: number; value: R }>>();
  let next = 0;
  for (const item of items) {
    if (signal.aborted) break;
    const key = next++;
    running.set(
      key,
      work(item).then((value) => ({ key, value })),
    );
    if (running.size >= limit) yield await takeOne(running);
  }
  while (running.size > 0) yield await takeOne(running);
}

async function takeOne<R>(running: Map<number, Promise<{ key: number; value: R }>>): Promise<R> {
  const { key, value } = await Promise.race(running.values());
  running.delete(key);
  return value;
}
