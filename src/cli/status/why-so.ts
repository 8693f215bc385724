interface Told {
  readonly code: string;
  readonly message: string;
}

interface Stands {
  readonly error?: Told | undefined;
  readonly setAside?: Told | undefined;
  readonly waitingFor?: string | undefined;
}

/** Why a box stands as it does: what went wrong, else why it is set aside, else what it waits for. */
export function whySo({ error, setAside, waitingFor }: Stands): string {
  if (error === undefined) return setAside ? `set aside: ${setAside.message} (${setAside.code})` : (waitingFor ?? "");
  const reason = error.code === "set-aside" && setAside ? `: ${setAside.code}` : "";
  return `${error.message} (${error.code}${reason})`;
}
