"""Messages in the service, and mails where they are configured."""
