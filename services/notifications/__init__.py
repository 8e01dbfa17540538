"""Letters, forms and e-mails: what a person can hold in the hand, and anybody can verify."""
