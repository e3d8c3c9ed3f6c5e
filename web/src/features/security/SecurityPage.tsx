import { useMe } from "@/shared/api/me";
import { Page } from "@/shared/figure/Page";
import { Empty } from "@/shared/states/States";
import { PasswordForm } from "./PasswordForm";
import { Sessions } from "./Sessions";
import classes from "./Security.module.css";
import { TwoFactor } from "./TwoFactor";

/** One's own password, two-factor codes and signed-in browsers. */
export default function SecurityPage() {
  const me = useMe();
  return (
    <Page title="Security" lead="Your own password, your two-factor codes, and where you are signed in.">
      {me.must_enrol && <p role="status" className={classes.first}>An owner of this workspace asks everybody to sign in with two-factor codes. Set yours up here; everything else opens once you have.</p>}
      {me.demo ? (
        <Empty title="The demo's visitor has no account">Everybody who opens the demo is its owner, without a password. With data of your own, this is where passwords, two-factor codes and signed-in browsers are.</Empty>
      ) : (
        <>
          <TwoFactor />
          <PasswordForm />
          <Sessions />
        </>
      )}
    </Page>
  );
}
