import t from "tap";
import { loadPageSigns } from "../../../../src/agent/keys/vendor-site/page-signs.ts";
import { readPage } from "../../../../src/agent/keys/vendor-site/read-page.ts";
import { submitForm } from "../../../../src/agent/keys/vendor-site/submit-form.ts";

const signs = await loadPageSigns();
const url = new URL("http://site/license/page.php?old=1");

async function only(html: string, charset = "utf-8") {
  const page = await readPage(html, url, charset, signs);
  const [form] = page.forms;
  if (form === undefined) throw new Error("no form");
  return { page, form, control: (name: string) => form.controls.find((one) => one.name === name) };
}

t.test("everything that a browser would send is sent, and nothing else", async (t) => {
  const { form, control } = await only(`<form action="go.php" method="Post">
    <input type=hidden name=a value="1 2&amp;"><input name=b value=x><input name=off disabled value=x><textarea name=c>long
text</textarea><select name=d><option value=1>one<option value=2 selected>two</select><select name=e><option>first</select>
    <input type=checkbox name=f checked><input type=checkbox name=g><input type=radio name=h value=1 checked><input type=radio name=h value=2>
    <input type=submit name=s1 value=one><input type=submit name=s2 value=two><input type=button name=js value=x><input type=reset></form>`);
  const two = form.controls.find(({ kind, value }) => kind === "radio" && value === "2");
  const sent = submitForm(form, "utf-8", { button: control("s2"), ticked: two ? [two] : [] });
  t.equal(sent.url.href, "http://site/license/go.php");
  t.equal(sent.contentType, "application/x-www-form-urlencoded");
  t.equal(sent.body, "a=1+2%26&b=x&c=long%0Atext&d=2&e=first&f=on&h=2&s2=two");
});

t.test("a form without an action goes to its page, one that gets has its fields in the address", async (t) => {
  const { form } = await only(`<form><input name=q value=ü></form>`);
  t.equal(submitForm(form, "utf-8", {}).url.href, "http://site/license/page.php?q=%C3%BC");
  t.equal(submitForm(form, "iso-8859-1", {}).url.href, "http://site/license/page.php?q=%FC");
});

t.test("a picture sends where it was pressed, and parts are sent as parts", async (t) => {
  const { form, control } = await only(
    `<form method=post enctype=multipart/form-data><input type=image name=i src=x><input type=hidden name=a value=1></form>`,
  );
  const { body } = submitForm(form, "utf-8", { button: control("i") });
  t.ok(body instanceof FormData);
  t.same(body instanceof FormData && [...body.entries()], [
    ["i.x", "1"],
    ["i.y", "1"],
    ["a", "1"],
  ]);
});

t.test("forms across tables, forms never closed, and controls that name their form are read", async (t) => {
  const { page } =
    await only(`<table><form action=a><tr><td>Serial number</td><td><input name=x></td></tr></form></table>
    <form action=b id=second><input name=y><form action=c><input type=submit value=C></form><input name=z form=second>`);
  const names = page.forms.map(
    ({ action, controls }) => `${action.pathname} ${controls.map(({ name, value }) => name || value)}`,
  );
  t.same(names, ["/license/a x", "/license/b y,z", "/license/c C"]);
  t.match(page.forms[0]?.controls[0]?.label, /Serial number$/);
});
