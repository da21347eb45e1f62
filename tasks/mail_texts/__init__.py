"""What mails say: one template for each kind of mail, from which the plain text and the HTML are made."""

from tasks.mail_texts.rendering import MailText, render

__all__ = ["MailText", "render"]
