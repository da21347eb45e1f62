"""The two pages about mail that the server renders: stopping a kind of mail, and the demo's mail folder."""
