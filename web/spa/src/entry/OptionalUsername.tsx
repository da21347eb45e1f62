/** The address under which a password manager stores the new password. The page cannot read it from the link, and does not send it. */
import { useState } from "react";
import { TextField } from "~/ui/Field";

export function OptionalUsername() {
  const [email, setEmail] = useState("");
  return (
    <TextField
      label="Work email"
      type="email"
      name="username"
      autoComplete="username"
      hint="For your password manager. You may leave it empty."
      value={email}
      onChange={(event) => setEmail(event.target.value)}
    />
  );
}
