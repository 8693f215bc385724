/** Why a box stands as it does: what went wrong, else what it waits for. */
export function whySo({
  error,
  waitingFor,
}: {
  readonly error?: { readonly code: string; readonly message: string } | undefined;
  readonly waitingFor?: string | undefined;
}): string {
  return error ? `${error.message} (${error.code})` : (waitingFor ?? "");
}
