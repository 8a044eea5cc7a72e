"""SMS: by SMPP 3.4 to operators' message centres, or by HTTP to a provider of Twilio's form."""
