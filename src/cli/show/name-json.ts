/** What names a box in results and errors: both are always there, and what is not known is `null`. */
export function nameJson({ serial, address }: { readonly serial?: string; readonly address?: string }) {
  return { serial: serial ?? null, address: address ?? null };
}
