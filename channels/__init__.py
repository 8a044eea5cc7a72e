"""One adapter per outside protocol: e-mail, SMS, fax. They arrive with their own issues."""
