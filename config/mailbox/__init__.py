"""The demonstration's mailbox: a real SMTP server on this machine and a page to read what came."""
