/** The license agreement, and the version that accepting it names. A new text gets a new version. */
export const agreement = {
  version: "1",
  text: `License agreement of this license manager, version 1

1. An activation key adds licenses to the balance of one account. It can be added once.
2. A license key that was created from the balance cannot be taken back by its user. If for some reason wrong data has
   been assigned, only the issuer can revoke the key.
3. Revoked keys must not be used on any devices.
4. Licenses for hardware resources work only on the box whose serial number they carry. The first claim of a predefined
   license assigns it to the claiming account; later only that account gets it.
5. Every change is recorded with who made it, when and why, and the record is kept.
6. Passwords and tokens are not passed on. Everybody who works for an account has a login of their own.
`,
} as const;
