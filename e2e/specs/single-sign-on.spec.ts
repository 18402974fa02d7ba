import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { AUTHORITY } from "../support/certificates.ts";
import { dropDatabase, makeDatabase, SERVER } from "../support/postgres.ts";
import { CLIENT, IdentityProvider, SECRET } from "../support/provider.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const BUTTON = "緑野市の認証でサインイン";
const DATABASE = `engawa_sso_${process.pid}`;

for (const engine of ["SQLite", "PostgreSQL"] as const)
  test.describe(`on ${engine}`, () => {
    test.describe.configure({ mode: "serial" });
    const onServer = engine === "PostgreSQL";
    test.skip(onServer && !SERVER, "ENGAWA_TEST_POSTGRES names no server; `cargo x test` starts one");
    const town = townOf(onServer ? { staff: 60, database: () => makeDatabase(DATABASE) } : { staff: 60 });
    const provider = new IdentityProvider();
    const secure = new IdentityProvider({ secure: true });
    for (const each of [provider, secure]) {
      test.beforeAll(() => each.start(`${town.url}/sign-in/return`));
      test.afterAll(() => each.stop());
    }
    test.afterAll(() => {
      if (onServer) dropDatabase(DATABASE);
    });

    test("an administrator adds the city's provider and sees whether it answers", async ({ open }) => {
      const page = await open(town, town.people.administrator, { path: "/admin" });
      await page.getByRole("navigation", { name: "管理" }).getByRole("link", { name: "シングルサインオン" }).click();
      await expect(page.getByText(`${town.url}/sign-in/return`)).toBeVisible();
      await expect(page.getByText("認証はまだありません。")).toBeVisible();
      await isAccessible(page);
      await page.getByRole("button", { name: "認証を追加する" }).click();
      const form = page.getByRole("dialog", { name: "認証を追加する" });
      await form.getByLabel("ボタンに出す名前").fill("緑野市の認証");
      const issuer = form.getByLabel("発行者(Issuer)のアドレス");
      await issuer.fill("http://id.example");
      await form.getByRole("button", { name: "接続を確かめる" }).click();
      await expect(form.getByText(/暗号化されていない接続/)).toBeVisible();
      await issuer.fill(`${provider.issuer}/`);
      await form.getByRole("button", { name: "接続を確かめる" }).click();
      await expect(form.getByText(/発行者のアドレスが、入力と違います/)).toBeVisible();
      await issuer.fill(secure.issuer);
      await form.getByRole("button", { name: "接続を確かめる" }).click();
      await expect(form.getByText(/証明書を確かめられません/)).toBeVisible();
      await form.getByText("くわしい設定").click();
      await form.getByLabel("庁内の認証局の証明書(PEM)").fill(AUTHORITY);
      await form.getByRole("button", { name: "接続を確かめる" }).click();
      await expect(form.getByText(/^つながりました。/)).toBeVisible();
      await form.getByLabel("庁内の認証局の証明書(PEM)").fill("");
      await issuer.fill(provider.issuer);
      await form.getByRole("button", { name: "接続を確かめる" }).click();
      await expect(form.getByText(/^つながりました。/)).toBeVisible();
      await form.getByLabel("クライアントID").fill(CLIENT);
      await form.getByLabel("クライアントシークレット(合い言葉)").fill("not the secret");
      await isAccessible(page);
      await form.getByRole("button", { name: "保存する" }).click();
      await expect(page.getByRole("cell", { name: "緑野市の認証", exact: true })).toBeVisible();
      await page.setViewportSize({ width: 390, height: 844 });
      await needsNoSidewaysScrolling(page);
      await page.getByRole("button", { name: "「緑野市の認証」を変更する" }).click();
      await needsNoSidewaysScrolling(page);
    });

    test("a secret that does not fit is told apart, and is never shown", async ({ open }) => {
      const clerk = await open(town, null, { outside: provider.issuer });
      await clerk.getByRole("button", { name: BUTTON }).click();
      await provider.signIn(clerk, town.people.clerk.login);
      await expect(clerk.getByRole("alert")).toContainText("認証のサーバーがEngawaを受け付けませんでした");
      const page = await open(town, town.people.administrator, { path: "/admin/single-sign-on" });
      await page.getByRole("button", { name: "「緑野市の認証」を変更する" }).click();
      const secret = page.getByLabel("クライアントシークレット(合い言葉)");
      await expect(secret).toHaveValue("");
      await secret.fill(SECRET);
      await page.getByRole("button", { name: "保存する" }).click();
      await expect(page.getByRole("dialog")).toHaveCount(0);
    });

    test("somebody goes there with the keyboard and comes back signed in, to where they were", async ({ open }) => {
      const page = await open(town, null, { path: "/settings/sign-in", outside: provider.issuer });
      await expect(page.getByRole("button", { name: BUTTON })).toBeVisible();
      await isAccessible(page);
      await page.getByRole("button", { name: BUTTON }).focus();
      await page.keyboard.press("Enter");
      await provider.signIn(page, town.people.clerk.login);
      await expect(page).toHaveURL(`${town.url}/settings/sign-in`);
      const linked = page.getByRole("region", { name: "緑野市の認証" });
      await expect(linked).toContainText(`「${town.people.clerk.login}」としてつながっています。`);
      await isAccessible(page);
      // Who they are there is known from now on, also after the program began anew.
      await town.kill();
      await town.start();
      const again = await open(town, null, { device: "phone", outside: provider.issuer });
      await again.getByRole("button", { name: BUTTON }).click();
      await provider.signIn(again, town.people.clerk.login);
      await expect(again.getByRole("navigation", { name: "メニュー" })).toBeVisible();
    });

    test("whoever breaks off or has no account is told so on the sign-in page", async ({ open }) => {
      const page = await open(town, null, { device: "phone", outside: provider.issuer });
      await page.getByRole("button", { name: BUTTON }).click();
      await page.getByRole("link", { name: "[ Cancel ]" }).click();
      await expect(page.getByRole("alert")).toHaveText("認証の画面で取りやめたため、サインインしていません。");
      await expect(page).toHaveURL(`${town.url}/`);
      await isAccessible(page);
      await needsNoSidewaysScrolling(page);
      await page.getByRole("button", { name: BUTTON }).click();
      await provider.signIn(page, "nobody-here");
      await expect(page.getByRole("alert")).toContainText("Engawaにあなたのアカウントがありません");
      // An address that somebody kept from an earlier time is no way in.
      await page.goto("/sign-in/return?state=in-old&code=old");
      await expect(page.getByRole("alert")).toContainText("時間がたったか");
    });

    test("somebody takes their link off and links themselves again", async ({ open }) => {
      const page = await open(town, town.people.clerk, { path: "/settings/sign-in", outside: provider.issuer });
      await page.getByRole("button", { name: "緑野市の認証とのつながりを外す" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "外す", exact: true }).click();
      await expect(page.getByText("つながっていません。")).toBeVisible();
      await page.getByRole("button", { name: "緑野市の認証とつなぐ" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("いまのパスワード").fill("not the password");
      await dialog.getByLabel("いまのパスワード").press("Enter");
      await expect(dialog.getByRole("alert")).toHaveText("いまのパスワードが違います。");
      await dialog.getByLabel("いまのパスワード").fill(town.people.clerk.password);
      await dialog.getByLabel("いまのパスワード").press("Enter");
      await provider.signIn(page, town.people.clerk.login);
      await expect(page).toHaveURL(`${town.url}/settings/sign-in`);
      await expect(page.getByRole("region", { name: "緑野市の認証" })).toContainText("としてつながっています。");
    });

    test("passwords of the linked can be stopped, and the way through the provider stays", async ({ open }) => {
      const admin = await open(town, town.people.administrator, { path: "/admin/single-sign-on" });
      await expect(admin.getByRole("cell", { name: "1人" })).toBeVisible();
      await admin.getByRole("button", { name: "「緑野市の認証」を変更する" }).click();
      await admin.getByLabel("つながった人の、パスワードでのサインインを止める").check();
      await admin.getByRole("button", { name: "保存する" }).click();
      await expect(admin.getByRole("dialog")).toHaveCount(0);
      const page = await open(town, null, { outside: provider.issuer });
      await page.getByLabel("職員番号またはメールアドレス").fill(town.people.clerk.login);
      await page.getByLabel("パスワード").fill(town.people.clerk.password);
      await page.getByRole("button", { name: "サインイン", exact: true }).click();
      await expect(page.getByRole("alert")).toContainText("パスワードではサインインできません");
      await page.getByRole("button", { name: BUTTON }).click();
      await provider.signIn(page, town.people.clerk.login);
      await expect(page.getByRole("navigation", { name: "メニュー" })).toBeVisible();
      await page.goto("/settings/sign-in");
      await expect(page.getByText("組織の決まりで、この認証を使うことになっているため、外せません。")).toBeVisible();
    });

    test("a provider that is down is said to be, and an administrator removes it", async ({ open }) => {
      await provider.stop();
      await town.kill();
      await town.start();
      const page = await open(town, null);
      await page.getByRole("button", { name: BUTTON }).click();
      await expect(page.getByRole("alert")).toContainText("認証のサーバーが応えません");
      const admin = await open(town, town.people.administrator, { path: "/admin/single-sign-on" });
      await admin.getByRole("button", { name: "「緑野市の認証」とつながっている人" }).click();
      await expect(admin.getByRole("dialog").getByRole("cell", { name: town.people.clerk.login })).toBeVisible();
      await isAccessible(admin);
      await admin.getByRole("dialog").getByRole("button", { name: "閉じる" }).last().click();
      await admin.getByRole("button", { name: "「緑野市の認証」を削除する" }).click();
      await admin.getByRole("dialog").getByRole("button", { name: "削除", exact: true }).click();
      await expect(admin.getByText("認証はまだありません。")).toBeVisible();
      const after = await open(town, null);
      await expect(after.getByLabel("パスワード")).toBeVisible();
      await expect(after.getByRole("button", { name: BUTTON })).toHaveCount(0);
    });
  });
