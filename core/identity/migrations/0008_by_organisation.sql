-- Logins are looked for in one organisation alone: nothing asks for one in all of them any more.
DROP INDEX account_by_login;
DROP INDEX account_by_email;
