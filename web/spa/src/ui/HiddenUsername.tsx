/** Tells a password manager whose password the form sets, where the form shows no field for the address. */

export function HiddenUsername({ email }: { email: string }) {
  return (
    <input
      className="hidden-words"
      type="text"
      name="username"
      autoComplete="username"
      value={email}
      readOnly
      tabIndex={-1}
      aria-hidden="true"
    />
  );
}
